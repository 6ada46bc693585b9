import { compileGlob, GlobError } from "../config/glob.ts";
import type { JobEnvironment } from "../environment/job-environment.ts";
import type { WorkflowCarrier } from "../publish/carrier.ts";
import { InputError } from "../workflow/input-error.ts";
import { decodeInputs, isRepositoryName, type WorkflowInputs } from "../workflow/workflow-inputs.ts";
import { decodePart, type Part } from "./part.ts";

/** What a job has to do, and where it stands. */
export interface Task extends WorkflowInputs {
  /** `ghcr.io`, and whose part of it is written: in lower case. */
  readonly registry: string;
  readonly owner: string;
  readonly part: Part;
  /** How many further jobs there may be. */
  readonly parallel: number;
  readonly bytesPerJob: number | undefined;
  /** The run of the workflow, in its repository. */
  readonly carrier: WorkflowCarrier;
  /** The attempt at it, from 1. */
  readonly attempt: number;
  readonly apiUrl: string;
}

/** GitHub starts no more jobs of one matrix. https://docs.github.com/en/actions/reference/limits */
const MOST_JOBS = 256;
const GITHUB = "https://github.com";

/**
 * Understands what a job was told. A destination that is not of the repository's own owner, or on a registry that is not GitHub's,
 * is refused, unless the machine itself says where that registry is (`endpoints`): the job's token must not go there. Throws {@link InputError}.
 */
export function readTask(
  { inputs, ...job }: JobEnvironment,
  endpoints: ReadonlyMap<string, URL> = new Map(),
): Task {
  const decoded = decodeInputs(inputs);
  const carrier = readCarrier(job);
  const [registry = "", owner = ""] = decoded.destination.split("/");
  if (owner !== carrier.repository.owner.toLowerCase()) {
    throw new InputError(
      "destination",
      `is not of ${carrier.repository.owner}, whose repository this workflow runs in`,
    );
  }
  if (!endpoints.has(registry) && !isOfGitHub(registry, job.serverUrl)) {
    throw new InputError("destination", "is not on GitHub's own registry, and its token is for no other");
  }
  const part = decodePart(inputs.part);
  const only = part.only.length > 0 ? part.only : decoded.only;
  for (const glob of only) checkGlob(glob);
  return {
    ...decoded,
    repository: decoded.repository || `${carrier.repository.owner}/${carrier.repository.name}`,
    only,
    registry,
    owner,
    part,
    parallel: part.index > 0 ? 0 : readNumber("parallel", inputs.parallel ?? "4", MOST_JOBS),
    bytesPerJob:
      job.bytesPerJob === undefined ? undefined : readNumber("MIRROR_BYTES_PER_JOB", job.bytesPerJob),
    carrier,
    attempt: readNumber("GITHUB_RUN_ATTEMPT", job.attempt ?? "1"),
    apiUrl: readApiUrl(job.apiUrl ?? "https://api.github.com"),
  };
}

/** GitHub Enterprise has its registry at `containers.` of its own host. */
function isOfGitHub(registry: string, serverUrl: string | undefined): boolean {
  const server = URL.parse(serverUrl ?? GITHUB)?.host;
  return registry === (server === "github.com" ? "ghcr.io" : `containers.${server}`);
}

function checkGlob(glob: string): void {
  try {
    compileGlob(glob);
  } catch (error) {
    if (!(error instanceof GlobError)) throw error;
    throw new InputError("only", `has "${glob}", which is no glob: ${error.message}`);
  }
}

function readCarrier({
  serverUrl,
  repository = "",
  runId,
  runNumber,
}: Omit<JobEnvironment, "inputs">): WorkflowCarrier {
  const [owner, name] = isRepositoryName(repository) ? repository.split("/") : [];
  if (!owner || !name) throw new InputError("GITHUB_REPOSITORY", "is not the name of a repository");
  const id = readNumber("GITHUB_RUN_ID", runId ?? "0");
  return {
    kind: "actions",
    repository: { owner, name },
    number: readNumber("GITHUB_RUN_NUMBER", runNumber ?? "0"),
    url: `${serverUrl ?? GITHUB}/${owner}/${name}/actions/runs/${id}`,
  };
}

function readApiUrl(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? "")) return text.replace(/\/+$/, "");
  throw new InputError("GITHUB_API_URL", "is not a web address");
}

function readNumber(name: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= most) return number;
  throw new InputError(name, `is not a whole number from 0 to ${most}`);
}
