import type { Actions } from "../../src/github/actions.ts";
import type {
  CheckRunUpdate,
  FolderItem,
  InstallationGitHub,
  InstalledRepository,
  NewCheckRun,
} from "../../src/github/github.ts";
import { SILENT } from "./silent-conversation.ts";

/** What a GitHub holds, and what was done to it. */
export interface FakeInstallation extends InstallationGitHub {
  /** The calls that change something, in order. */
  readonly calls: (readonly [string, unknown])[];
}

/** What it holds. */
export interface Holding {
  readonly folder?: readonly FolderItem[];
  /** The content of every blob, or what is thrown in its place. */
  readonly blob?: Buffer | Error;
  /** By `external_id`. */
  readonly checkRuns?: ReadonlyMap<string, number>;
  readonly repositories?: readonly InstalledRepository[];
  /** Thrown by what changes something. */
  readonly refusal?: Error;
}

/** A GitHub of one installation that holds little and remembers everything. */
export function fakeInstallation(holding: Holding = {}): FakeInstallation {
  const { folder = [], blob = Buffer.of(), checkRuns = new Map(), repositories = [], refusal } = holding;
  const calls: (readonly [string, unknown])[] = [];
  return {
    ...SILENT,
    calls,
    async *repositories() {
      yield* repositories;
    },
    defaultHead: async () => undefined,
    listFolder: async () => folder,
    readFile: async () => undefined,
    repository: async () => undefined,
    actions: {} as Actions,
    readBlob: async () => {
      if (blob instanceof Error) throw blob;
      return blob;
    },
    createCheckRun: async (_, check: NewCheckRun) => {
      calls.push(["create", check]);
      if (refusal) throw refusal;
      return 900;
    },
    updateCheckRun: async (_, id: number, update: CheckRunUpdate) => {
      calls.push([`update ${id}`, update]);
      if (refusal) throw refusal;
    },
    findCheckRun: async (_, { externalId }) => checkRuns.get(externalId),
  };
}
