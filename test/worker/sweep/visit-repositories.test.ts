import { describe, expect, it } from "vitest";
import type { InstalledRepository } from "../../../src/github/github.ts";
import type { Visit } from "../../../src/jobs/state.ts";
import { visitRepositories } from "../../../src/worker/sweep/visit-repositories.ts";
import { fakeInstallation } from "../fake-installation.ts";
import { recordingLog } from "../recording-log.ts";

const PUSHED = new Date(1_000);

function repository(id: number, changes: Partial<InstalledRepository> = {}): InstalledRepository {
  return { id, owner: "acme", name: `r${id}`, isArchived: false, pushedAt: PUSHED, ...changes };
}

/** Visits what these installations hold; one that holds nothing to be had is an error. */
async function visit(
  installations: ReadonlyMap<number, readonly InstalledRepository[] | Error>,
  signal?: AbortSignal,
) {
  const batches: (readonly Visit[])[] = [];
  const log = recordingLog();
  const github = {
    async *installations() {
      yield* installations.keys();
    },
    installation: (id: number) => {
      const repositories = installations.get(id) ?? [];
      if (repositories instanceof Error) throw repositories;
      return fakeInstallation({ repositories });
    },
  };
  const visits = { request: async (batch: readonly Visit[]) => void batches.push(batch) };
  await visitRepositories({ github, visits, log }, signal ?? new AbortController().signal);
  return { batches, log, ids: batches.flat().map(({ request }) => request.repository.id) };
}

describe("visitRepositories", () => {
  it("asks for the head of the default branch, wholly", async () => {
    const { batches } = await visit(new Map([[5, [repository(7)]]]));
    const request = {
      installation: 5,
      repository: { id: 7, owner: "acme", name: "r7" },
      commit: null,
      reason: "sweep",
      scope: [],
    };
    expect(batches).toEqual([[{ request, pushedAt: PUSHED }]]);
  });

  it("leaves out what is archived or empty", async () => {
    const all = [repository(1, { isArchived: true }), repository(2, { pushedAt: undefined }), repository(3)];
    expect((await visit(new Map([[5, all]]))).ids).toEqual([3]);
  });

  it("takes 100 at a time, and all", async () => {
    const all = Array.from({ length: 250 }, (_, index) => repository(index));
    const { batches } = await visit(new Map([[5, all]]));
    expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
  });

  it("goes on where an installation cannot be looked at", async () => {
    const { ids, log } = await visit(
      new Map<number, readonly InstalledRepository[] | Error>([
        [5, new Error("suspended")],
        [6, [repository(1)]],
      ]),
    );
    expect(ids).toEqual([1]);
    expect(log.lines).toEqual(["warn the repositories of an installation could not be looked at"]);
  });

  it("ends when it is stopped", async () => {
    const reason = new Error("stopping");
    const failing = new Map([[5, new Error("the connection was cut")]]);
    await expect(visit(failing, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
