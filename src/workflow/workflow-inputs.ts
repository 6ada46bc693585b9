import { LIMITS } from "../config/limits.ts";
import { parseReference } from "../oci/reference.ts";
import { InputError } from "./input-error.ts";

/** What the bot tells the workflow that it starts: who asks, for what. All of it is data, and never becomes shell text. */
export interface WorkflowInputs {
  /** The run's id, a UUID: the `external_id` of its check run, and part of the workflow run's name. */
  readonly run: string;
  /** The full SHA of the commit whose config is meant. */
  readonly commit: string;
  /** Where the config stands in it: `.github/mirror.yml`. */
  readonly config: string;
  /** The repository that holds the config, `acme/app`. Empty: the one that the workflow runs in. */
  readonly repository: string;
  /** Entries of the config that are not meant, by their place in it, from 0. */
  readonly skip: readonly number[];
  /** The registry and namespace that is written, `ghcr.io/acme`, in lower case: one run of it at a time. */
  readonly destination: string;
  /** Globs on `source:tag`. Empty: all. */
  readonly only: readonly string[];
}

/** The {@link WorkflowInputs.destination} of an owner, who may be written in any case. */
export function destinationOfOwner(registry: string, owner: string): string {
  return `${registry}/${owner.toLowerCase()}`;
}

/** Characters of all inputs together. https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */
const MOST_CHARACTERS = 65_535;
const LONGEST_PATH = 255;
const LONGEST_GLOB = 1_000;

/**
 * The inputs as GitHub takes them; what says nothing is left out. Where there is no room for `only`, all is meant: what nobody asked for
 * is up to date as a rule, and then costs a look.
 */
export function encodeInputs({ only, skip, repository, ...inputs }: WorkflowInputs): Record<string, string> {
  const always = {
    ...inputs,
    ...(repository && { repository }),
    ...(skip.length > 0 && { skip: JSON.stringify(skip) }),
  };
  const all = { ...always, only: JSON.stringify(only) };
  return only.length === 0 || sizeOf(all) > MOST_CHARACTERS ? always : all;
}

/** Reads what {@link encodeInputs} wrote. An input that is missing counts as empty. Throws {@link InputError}. */
export function decodeInputs(record: Readonly<Record<string, string | undefined>>): WorkflowInputs {
  const { run = "", commit = "", config = "", repository = "", skip = "" } = record;
  const { destination = "", only = "" } = record;
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(run)) throw new InputError("run", "is not a UUID");
  if (!/^(?:[\da-f]{40}|[\da-f]{64})$/.test(commit)) {
    throw new InputError("commit", "is not a full SHA: 40 or 64 hex digits in lower case");
  }
  if (!isConfigPath(config)) {
    throw new InputError("config", "is not the path of a YAML file below .github, as in .github/mirror.yml");
  }
  if (!isNamespace(destination)) {
    throw new InputError("destination", "is not a registry and an owner in lower case, as in ghcr.io/acme");
  }
  if (repository !== "" && !isRepositoryName(repository)) {
    throw new InputError("repository", "is not an owner and a repository, as in acme/app");
  }
  return { run, commit, config, repository, skip: decodeSkip(skip), destination, only: decodeOnly(only) };
}

/** Whether a text names a repository of GitHub, `acme/app`. */
export function isRepositoryName(text: string): boolean {
  return /^[\w-][\w.-]*\/(?!\.{1,2}$)[\w.-]+$/.test(text);
}

function isConfigPath(path: string): boolean {
  return path.length <= LONGEST_PATH && /^\.github(?:\/[\w-][\w.-]*)*\/[\w-][\w.-]*\.ya?ml$/.test(path);
}

function isNamespace(text: string): boolean {
  const [host = "", owner = "", ...rest] = text.split("/");
  try {
    const { registry, repository } = parseReference(`${host}/${owner}/x`);
    return rest.length === 0 && registry === host && repository === `${owner}/x`;
  } catch {
    return false;
  }
}

function decodeOnly(text: string): readonly string[] {
  if (text === "") return [];
  const only = parseJson(text);
  if (Array.isArray(only) && only.every((glob) => typeof glob === "string" && glob.length <= LONGEST_GLOB))
    return only;
  throw new InputError("only", "is not a JSON array of globs");
}

function decodeSkip(text: string): readonly number[] {
  const skip = text === "" ? [] : parseJson(text);
  if (
    Array.isArray(skip) &&
    skip.length <= LIMITS.mirrors &&
    skip.every((at) => Number.isSafeInteger(at) && at >= 0)
  )
    return skip;
  throw new InputError("skip", "is not a JSON array of places of entries");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sizeOf(inputs: Readonly<Record<string, string>>): number {
  return Object.entries(inputs).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}
