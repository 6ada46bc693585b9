import type { InstallationGitHub } from "../../src/github/github.ts";
import type { Pulls } from "../../src/github/pulls.ts";
import type { Threads } from "../../src/github/threads.ts";

/** The part of a GitHub where nobody talks: everybody is an administrator, and there are neither issues nor pull requests. */
export const SILENT: Pick<InstallationGitHub, "roleOf" | "threads" | "pulls"> = {
  roleOf: async () => "admin",
  threads: { react: async () => {} } as Partial<Threads> as Threads,
  pulls: { pull: async () => undefined } as Partial<Pulls> as Pulls,
};
