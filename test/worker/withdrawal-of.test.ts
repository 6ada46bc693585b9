import { describe, expect, it } from "vitest";
import type { InstallationGitHub } from "../../src/github/github.ts";
import { GitHubError } from "../../src/github/github-error.ts";
import type { Role } from "../../src/github/threads.ts";
import { withdrawalOf } from "../../src/worker/withdrawal-of.ts";
import { fakeInstallation } from "./fake-installation.ts";
import { runOf } from "./runs.ts";

const HEAD = "c".repeat(40);
const MOVED = "d".repeat(40);
const asker = { login: "ann", command: "sync", thread: 7, comment: 70 } as const;

async function ask(
  run: Parameters<typeof runOf>[0],
  { role = "maintain", pull }: { role?: Role | Error; pull?: { isOpen: boolean; head: string } } = {},
) {
  const github = {
    ...fakeInstallation(),
    roleOf: async () => {
      if (role instanceof Error) throw role;
      return role;
    },
    pulls: { pull: async () => pull },
  } as unknown as InstallationGitHub;
  return await withdrawalOf(github, runOf(run), async () => ({ layers: [] }), new AbortController().signal);
}

describe("a run that somebody asked for", () => {
  it("is begun where they still may, and the pull request is as it was", async () => {
    expect(await ask({ asker })).toBeUndefined();
    expect(await ask({ asker, pull: 3 }, { pull: { isOpen: true, head: HEAD } })).toBeUndefined();
  });

  it("is begun without asking where nobody asked for it", async () => {
    expect(await ask({}, { role: new Error("was asked") })).toBeUndefined();
  });

  it.each<[string, Role | Error]>([
    ["has lost the role", "write"],
    ["has left", "none"],
    ["cannot be looked up", new GitHubError("UNAVAILABLE", "get a role", "Bad Gateway", 502)],
  ])("is withdrawn where the person %s", async (_, role) => {
    expect(await ask({ asker }, { role })).toEqual({ kind: "not-allowed", login: "ann" });
  });

  it("is withdrawn where something was pushed in between", async () => {
    expect(await ask({ asker, pull: 3 }, { pull: { isOpen: true, head: MOVED } })).toEqual({
      kind: "moved",
      login: "ann",
      head: MOVED,
    });
  });

  it.each([
    ["closed", { pull: { isOpen: false, head: HEAD } }],
    ["gone", {}],
  ])("is withdrawn where the pull request is %s", async (_, found) => {
    expect(await ask({ asker, pull: 3 }, found)).toEqual({ kind: "closed", login: "ann" });
  });
});
