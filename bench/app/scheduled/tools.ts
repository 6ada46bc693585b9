import { fileURLToPath } from "node:url";
import type { Way } from "../../tool.ts";
import { configOf, LOGIN, ORGANIZATION } from "./mirror-stage.ts";

const CLI = fileURLToPath(new URL("../../../bin/ghcr-mirror.js", import.meta.url));
/** Copies under way at the same time, where a tool can be told. */
const AT_ONCE = 16;

/** What a tool is to mirror: all tags of `library/<name>` to `acme/<name>`. */
export interface Errand {
  readonly name: string;
  /** Where each registry answers, without a scheme; `api` is Docker Hub's beside the registry. */
  readonly hosts: { readonly source: string; readonly api: string; readonly destination: string };
  /** Where the files of a way are written. */
  readonly directory: string;
}

/** How each tool is run by those who mirror a repository with it, again and again. */
export const WAYS: readonly ((errand: Errand) => Way)[] = [
  ownWay,
  regsyncWay,
  skopeoWay,
  (errand) => craneWay(errand, ["--all-tags"]),
  // It leaves alone what is there under a tag, also where the tag has moved.
  (errand) => craneWay(errand, ["--all-tags", "--no-clobber"]),
];

/** What every tool finds in its surroundings: an empty home, and credentials for the destination. */
export function surroundingsOf({ hosts, directory }: Errand): Required<Pick<Way, "files" | "variables">> {
  const auth = { auth: Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString("base64") };
  return {
    files: { "config.json": JSON.stringify({ auths: { "ghcr.io": auth, [hosts.destination]: auth } }) },
    variables: {
      HOME: directory,
      DOCKER_CONFIG: directory,
      REGISTRY_AUTH_FILE: `${directory}/config.json`,
    },
  };
}

function ownWay({ name, hosts, directory }: Errand): Way {
  const endpoints = [
    ["docker.io", hosts.source],
    ["hub.docker.com", hosts.api],
    ["ghcr.io", hosts.destination],
  ];
  return {
    label: "`ghcr-mirror sync`",
    command: [
      ...[process.execPath, CLI, "sync", `${directory}/mirror.yml`, "--owner", ORGANIZATION, "--quiet"],
      ...endpoints.flatMap(([registry, host]) => ["--endpoint", `${registry}=http://${host}`]),
    ],
    files: { "mirror.yml": configOf(name) },
  };
}

function regsyncWay({ name, hosts: { source, destination }, directory }: Errand): Way {
  const config = {
    version: 1,
    creds: [
      { registry: source, tls: "disabled", reqConcurrent: AT_ONCE },
      {
        registry: destination,
        tls: "disabled",
        reqConcurrent: AT_ONCE,
        user: LOGIN.user,
        pass: LOGIN.password,
      },
    ],
    defaults: { parallel: AT_ONCE, skipDockerConfig: true },
    sync: [
      {
        type: "repository",
        source: `${source}/library/${name}`,
        target: `${destination}/${ORGANIZATION}/${name}`,
        tags: { allow: [".*"] },
      },
    ],
  };
  return {
    label: "`regsync once`",
    command: ["regsync", "once", "--verbosity", "error", "--config", `${directory}/regsync.json`],
    files: { "regsync.json": JSON.stringify(config) },
  };
}

function skopeoWay({ name, hosts: { source, destination }, directory }: Errand): Way {
  const images = { "images-by-tag-regex": { [`library/${name}`]: ".*" }, "tls-verify": false };
  return {
    label: "`skopeo sync --all`",
    command: [
      ...["skopeo", "--insecure-policy", "sync", "--all", "--preserve-digests", "--dest-tls-verify=false"],
      ...["--src", "yaml", "--dest", "docker", `${directory}/skopeo.yml`, `${destination}/${ORGANIZATION}`],
    ],
    files: { "skopeo.yml": JSON.stringify({ [source]: images }) },
  };
}

function craneWay({ name, hosts: { source, destination } }: Errand, flags: readonly string[]): Way {
  const between = [`${source}/library/${name}`, `${destination}/${ORGANIZATION}/${name}`];
  return {
    label: `\`crane copy ${flags.join(" ")}\``,
    command: ["crane", "copy", ...flags, "--jobs", String(AT_ONCE), ...between],
  };
}
