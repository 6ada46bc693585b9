import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type DoctorEnvironment, readDoctorSettings } from "./environment/doctor-settings.ts";
import { type JobEnvironment, readJobEnvironment } from "./environment/job-environment.ts";
import { readProxyVariables } from "./environment/read-proxies.ts";
import { readServerSettings, type ServerEnvironment } from "./environment/server-settings.ts";
import { Variables } from "./environment/variables.ts";

/** What the surroundings say to the command line, read once at start. A variable that is set but empty counts as not set. */
export interface Environment {
  /** `GITHUB_REPOSITORY_OWNER`: whose registry namespace is written. */
  readonly owner: string | undefined;
  /** `REGISTRY_ENDPOINTS`: where registry names really answer, `HOST=URL` separated by commas, as written. */
  readonly endpoints: string | undefined;
  /** `DOCKER_CONFIG`, else `~/.docker`: the folder of Docker's `config.json`, or a file itself. It need not exist. */
  readonly dockerConfig: string;
  /** `GHCR_TOKEN`: a token for ghcr.io, put there for this tool. */
  readonly ghcrToken: string | undefined;
  /** `GITHUB_TOKEN`: a token that happens to be there, as in a GitHub Actions job. */
  readonly githubToken: string | undefined;
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, or the same in lower case, as written. */
  readonly proxies: { readonly [name in "http" | "https" | "none"]?: string | undefined };
  /** `FORCE_COLOR`, else `NO_COLOR`, as Node itself ranks them. Not set: the terminal decides. */
  readonly color: boolean | undefined;
  /** `TERM=dumb`: a terminal that cannot move its cursor. */
  readonly dumbTerminal: boolean;
  /** What the GitHub Action says to `job`; undefined elsewhere. */
  readonly job: JobEnvironment | undefined;
}

/** Reads the environment; the only place that does. What values mean is for those to judge who use them. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const read = (name: string) => variables[name]?.trim() || undefined;
  return {
    owner: read("GITHUB_REPOSITORY_OWNER"),
    endpoints: read("REGISTRY_ENDPOINTS"),
    dockerConfig: read("DOCKER_CONFIG") ?? join(read("HOME") ?? homeFolder(), ".docker"),
    ghcrToken: read("GHCR_TOKEN"),
    githubToken: read("GITHUB_TOKEN"),
    proxies: readProxyVariables(read),
    color: readColor(read("FORCE_COLOR"), read("NO_COLOR")),
    dumbTerminal: read("TERM") === "dumb",
    job: readJobEnvironment(variables),
  };
}

/** Reads what the server reads; see docs/server.md. */
export function readServerEnvironment(
  variables: NodeJS.ProcessEnv = process.env,
  readFile = (path: string) => readFileSync(path, "utf8"),
): ServerEnvironment {
  return readServerSettings(new Variables(variables), readFile);
}

/** Reads what the command `doctor` reads besides; see docs/cli.md. The file `.env` of the working directory counts, as for the server. */
export function readDoctorEnvironment(
  variables: NodeJS.ProcessEnv = process.env,
  readFile = (path: string) => readFileSync(path, "utf8"),
): DoctorEnvironment {
  return readDoctorSettings(new Variables(variables), readFile);
}

/**
 * Takes variables from the file `.env` of the working directory, where they are not set already. Without the file,
 * nothing happens. Throws the system's error where the file cannot be read.
 */
export function loadEnvironmentFile(path = ".env"): void {
  try {
    process.loadEnvFile(path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
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
