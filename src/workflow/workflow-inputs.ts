import { LIMITS } from "../config/limits.ts";
import { formatReference, parseReference } from "../oci/reference.ts";
import { InputError } from "./input-error.ts";
import { packList, unpackList } from "./packed-list.ts";

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
  /**
   * Images that are old enough for their entries' `min-age`, as they were then: `docker.io/library/redis:7@sha256:…`. Others of such
   * entries are left alone.
   */
  readonly cleared: readonly string[];
  /** Pulls of what a source's registry grants that are left to others. */
  readonly reserve: number;
  /** Images to delete where they are that still, and nothing refers to them: `ghcr.io/acme/redis:7@sha256:…`. */
  readonly remove: readonly string[];
}

/** The {@link WorkflowInputs.destination} of an owner, who may be written in any case. */
export function destinationOfOwner(registry: string, owner: string): string {
  return `${registry}/${owner.toLowerCase()}`;
}

/** What is left to others of what a source's registry grants, where nobody says anything else. */
export const DEFAULT_RESERVE = 20;

/** In {@link WorkflowInputs.only}, alone: nothing is to be copied, for no image has such a name. */
export const NO_IMAGE = "-";

/** Inputs as GitHub takes them. */
export interface EncodedInputs {
  readonly inputs: Record<string, string>;
  /** What there was no room for: the last of `only`, or of `cleared` where all is meant. It is for another run. */
  readonly left: readonly string[];
}

/** Characters of all inputs together. https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */
const MOST_CHARACTERS = 65_535;
const LONGEST_PATH = 255;
const LONGEST_GLOB = 1_000;
/** A run has hardly more images, and more are never sent. */
const MOST_ITEMS = 20_000;
/** Images that one run deletes at most; the rest is for another one. */
const MOST_REMOVED = 100;
const MOST_RESERVE = 1_000_000;

/**
 * The inputs as GitHub takes them. What says nothing, or what is so unless something is said, is left out, so that an older workflow,
 * which does not know it, can still be started. `only` and `cleared` are JSON where that has room, and packed where it has not: that is
 * room for thousands of globs, or for a thousand pins. Of more, the first are sent, with the pins that belong to them; the rest is `left`.
 */
export function encodeInputs(inputs: WorkflowInputs): EncodedInputs {
  const plain = writeInputs(inputs, JSON.stringify);
  if (sizeOf(plain) <= MOST_CHARACTERS) return { inputs: plain, left: [] };
  const items = inputs.only.length > 0 ? inputs.only : inputs.cleared.map(sourceOfPin);
  for (let count = Math.min(items.length, MOST_ITEMS); ; ) {
    const left = items.slice(count);
    const packed = writeInputs(without(left, inputs), packList);
    const excess = sizeOf(packed) - MOST_CHARACTERS;
    // One remains: without any, all would be meant.
    if (excess <= 0 || count <= 1) return { inputs: packed, left };
    const { only = "", cleared = "" } = packed;
    const share = 1 - excess / Math.max(only.length + cleared.length, 1);
    count = Math.max(1, Math.min(count - 1, Math.floor(count * share)));
  }
}

function writeInputs(inputs: WorkflowInputs, write: (list: readonly string[]) => string) {
  const { run, commit, config, repository, skip, destination, only, cleared, reserve, remove } = inputs;
  return {
    run,
    commit,
    config,
    ...(repository && { repository }),
    ...(skip.length > 0 && { skip: JSON.stringify(skip) }),
    destination,
    ...(only.length > 0 && { only: write(only) }),
    ...(cleared.length > 0 && { cleared: write(cleared) }),
    ...(reserve !== DEFAULT_RESERVE && { reserve: `${reserve}` }),
    ...(remove.length > 0 && { remove: JSON.stringify(remove.slice(0, MOST_REMOVED)) }),
  };
}

function without(left: readonly string[], inputs: WorkflowInputs): WorkflowInputs {
  const theirs = new Set(left);
  return {
    ...inputs,
    only: inputs.only.filter((glob) => !theirs.has(glob)),
    cleared: inputs.cleared.filter((pin) => !theirs.has(sourceOfPin(pin))),
  };
}

/** `docker.io/library/redis:7` of `docker.io/library/redis:7@sha256:…`. */
function sourceOfPin(pin: string): string {
  return pin.slice(0, pin.lastIndexOf("@"));
}

/** Reads what {@link encodeInputs} wrote. An input that is missing counts as empty. Throws {@link InputError}. */
export function decodeInputs(record: Readonly<Record<string, string | undefined>>): WorkflowInputs {
  const { run = "", commit = "", config = "", repository = "", skip = "" } = record;
  const { destination = "", only = "", cleared = "", reserve = "", remove = "" } = record;
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
  return {
    run,
    commit,
    config,
    repository,
    skip: decodeSkip(skip),
    destination,
    only: decodeOnly(only),
    cleared: decodeCleared(cleared),
    reserve: decodeReserve(reserve),
    remove: decodeRemove(remove, destination),
  };
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
  const only = text === "" ? [] : unpackList(text);
  if (only?.every((glob) => glob.length <= LONGEST_GLOB)) return only;
  throw new InputError("only", "is not a JSON array of globs");
}

function decodeCleared(text: string): readonly string[] {
  const cleared = text === "" ? [] : unpackList(text);
  if (cleared?.every(isPin)) return cleared;
  throw new InputError("cleared", `is not a JSON array of ${PINS}, as in docker.io/library/redis:7@sha256:…`);
}

function decodeReserve(text: string): number {
  if (text === "") return DEFAULT_RESERVE;
  if (/^\d{1,7}$/.test(text) && Number(text) <= MOST_RESERVE) return Number(text);
  throw new InputError("reserve", `is not a whole number from 0 to ${MOST_RESERVE}`);
}

function decodeRemove(text: string, destination: string): readonly string[] {
  const remove = text === "" ? [] : unpackList(text);
  const isOurs = (pin: string) => pin.startsWith(`${destination}/`) && isPin(pin);
  if (remove && remove.length <= MOST_REMOVED && remove.every(isOurs)) return remove;
  throw new InputError(
    "remove",
    `is not a JSON array of ${PINS} below ${destination}, ${MOST_REMOVED} at most`,
  );
}

const PINS = "images with tag and digest";

function isPin(text: string): boolean {
  try {
    const reference = parseReference(text);
    return Boolean(reference.tag && reference.digest) && formatReference(reference) === text;
  } catch {
    return false;
  }
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
