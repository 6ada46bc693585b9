import { homedir } from "node:os";
import { join } from "node:path";
import { parseEndpoint } from "./cli/endpoint.ts";

/** What the surroundings say, read once at start. A variable that is set but empty counts as not set. */
export interface Environment {
  /** `GITHUB_REPOSITORY_OWNER`: whose registry namespace is written. */
  readonly owner: string | undefined;
  /** `REGISTRY_ENDPOINTS`: where registry names really answer, `HOST=URL` separated by commas. */
  readonly endpoints: ReadonlyMap<string, URL>;
  /** Docker's configuration file, in the folder `DOCKER_CONFIG` or `~/.docker`. It need not exist. */
  readonly dockerConfig: string;
  /** `GHCR_TOKEN`: a token for ghcr.io, put there for this tool. */
  readonly ghcrToken: string | undefined;
  /** `GITHUB_TOKEN`: a token that happens to be there, as in a GitHub Actions job. */
  readonly githubToken: string | undefined;
  /** `FORCE_COLOR`, else `NO_COLOR`, as Node itself ranks them. Not set: the terminal decides. */
  readonly color: boolean | undefined;
  /** `TERM=dumb`: a terminal that cannot move its cursor. */
  readonly dumbTerminal: boolean;
}

/** Reads the environment; the only place that does. Throws `UsageError` with the variable's name. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const read = (name: string) => variables[name]?.trim() || undefined;
  return {
    owner: read("GITHUB_REPOSITORY_OWNER"),
    endpoints: readEndpoints(read("REGISTRY_ENDPOINTS") ?? ""),
    dockerConfig: join(read("DOCKER_CONFIG") ?? join(read("HOME") ?? homeFolder(), ".docker"), "config.json"),
    ghcrToken: read("GHCR_TOKEN"),
    githubToken: read("GITHUB_TOKEN"),
    color: readColor(read("FORCE_COLOR"), read("NO_COLOR")),
    dumbTerminal: read("TERM") === "dumb",
  };
}

function readEndpoints(list: string): ReadonlyMap<string, URL> {
  const items = list.split(",").map((item) => item.trim());
  return new Map(items.filter(Boolean).map((item) => parseEndpoint(item, "REGISTRY_ENDPOINTS")));
}

function readColor(force: string | undefined, none: string | undefined): boolean | undefined {
  if (force !== undefined) return force !== "0" && force !== "false";
  return none === undefined ? undefined : false;
}

/** Of the user, or the root where the user has none, as in a container with a made-up user id. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return "/";
  }
}
