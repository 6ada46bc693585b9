import { expect, it } from "vitest";
import type { OpenState } from "../../src/jobs/open-state.ts";
import type { ReconcileRequest } from "../../src/jobs/request.ts";
import { intent, push, requested } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";

const FOUND = { configSha: "s1", configPath: ".github/mirror.yml", checkRun: null };
const BASE: ReconcileRequest = { ...push(6, null), reason: "package", scope: ["redis:*"] };
const WHOLE: ReconcileRequest = { ...push(6, null), reason: "policy" };
const LOOK: ReconcileRequest = { ...push(6, null), reason: "schedule", scope: ["redis:*"] };
const RESUMED: ReconcileRequest = { ...LOOK, reason: "resumed", urgency: 1 };
const ASKER = { login: "kim", command: "sync", thread: 3, comment: 7 } as const;

type Step = (state: OpenState, run: string) => Promise<unknown>;
const enqueue: Step = (state, run) => state.runs.enqueue(run, { ...FOUND, commit: "a1" });
const requestedOnly: Step = async () => {};

describeOnBoth("a request", (take) => {
  it.each<[string, ReconcileRequest, Step, ReconcileRequest, boolean]>([
    ["the same one that waits", BASE, requestedOnly, BASE, false],
    ["one for another reason of its kind", BASE, requestedOnly, { ...BASE, reason: "drift" }, false],
    ["the same one of a commit", { ...BASE, commit: "a1" }, requestedOnly, { ...BASE, commit: "a1" }, false],
    ["one of another commit", { ...BASE, commit: "a1" }, requestedOnly, { ...BASE, commit: "b2" }, true],
    ["one that is being looked at", BASE, (state, run) => state.runs.pin(run, "a1"), BASE, false],
    ["one of the newest commit, which may be another", BASE, requestedOnly, { ...BASE, commit: "a1" }, true],
    ["one that was looked at", BASE, enqueue, BASE, false],
    ["one of a commit that was looked at", BASE, enqueue, { ...BASE, commit: "a1" }, false],
    ["one of another commit that was looked at", BASE, enqueue, { ...BASE, commit: "b2" }, true],
    ["a push that may come to nothing", push(6, null), requestedOnly, WHOLE, true],
    ["a push that came to something", push(6, "a1"), enqueue, WHOLE, false],
    ["one for other entries", BASE, requestedOnly, { ...BASE, scope: ["nginx:*"] }, true],
    ["one for all entries", WHOLE, requestedOnly, BASE, true],
    ["one of another repository", BASE, requestedOnly, { ...BASE, repository: push(7).repository }, true],
    ["one of a pull request", { ...BASE, pull: 3 }, requestedOnly, BASE, true],
    ["one that a person asked for", { ...BASE, asker: ASKER }, requestedOnly, BASE, true],
    [
      "one that is carried out",
      BASE,
      async (state, run) => {
        await enqueue(state, run);
        await state.runs.start(run);
      },
      BASE,
      true,
    ],
    ["the same look that waits", LOOK, requestedOnly, LOOK, false],
    ["a look at all entries", { ...LOOK, scope: [] }, requestedOnly, LOOK, false],
    ["a look at other entries", { ...LOOK, scope: ["nginx:*"] }, requestedOnly, LOOK, true],
    ["a look at some entries", LOOK, requestedOnly, { ...LOOK, scope: [] }, true],
    ["a look that waits, for an event", LOOK, requestedOnly, BASE, false],
    ["a policy's run of all entries", WHOLE, requestedOnly, LOOK, false],
    ["a push of all entries", push(6, "a1"), enqueue, LOOK, false],
    ["a push of all entries, which may come to nothing", push(6, null), requestedOnly, LOOK, true],
    ["a person's run of all entries", { ...push(6), asker: ASKER }, enqueue, LOOK, true],
    ["the same images that go on", RESUMED, requestedOnly, RESUMED, false],
    ["other images that go on", { ...RESUMED, scope: ["nginx:1"] }, requestedOnly, RESUMED, true],
    ["all entries, for images that go on", WHOLE, requestedOnly, RESUMED, true],
    ["one that has ended", BASE, (state, run) => state.runs.conclude(run, "none"), BASE, true],
    ["one that was cancelled", BASE, (state) => state.runs.cancel(6, null, "kim"), BASE, true],
  ])("beside %s", async (_, first, step, second, isStored) => {
    await using kind = await take();
    const state = await kind.open();
    const [run = ""] = await requested(state, kind.db, first);
    await step(state, run);
    expect(await requested(state, kind.db, second)).toHaveLength(isStored ? 1 : 0);
  });

  it.each<[string, Partial<ReconcileRequest>]>([
    ["that a person asked for", { asker: ASKER }],
    ["of a push", { reason: "push" }],
    ["of a sweep", { reason: "sweep" }],
    ["to run again", { reason: "rerun" }],
  ])("%s always counts", async (_, given) => {
    await using kind = await take();
    const state = await kind.open();
    const request = { ...BASE, ...given };
    await state.intake.request([request, request]);
    await state.intake.request([request]);
    expect(await kind.db.selectFrom("runs").select("id").execute()).toHaveLength(3);
  });

  it("that a delivery brings always counts", async () => {
    await using kind = await take();
    const state = await kind.open();
    for (const id of ["d1", "d2"])
      await state.intake.accept({ id, event: "package" }, [intent(BASE), intent(BASE)]);
    expect(await kind.db.selectFrom("runs").select("id").execute()).toHaveLength(4);
  });

  it("is stored once also where many come together, in one process or several", async () => {
    await using kind = await take();
    const states = kind.isShared ? [await kind.open(), await kind.open()] : [await kind.open()];
    const other = { ...BASE, repository: push(7).repository };
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        states[index % states.length]?.intake.request(index % 3 ? [BASE, other, BASE] : [other, BASE]),
      ),
    );
    const runs = await kind.db.selectFrom("runs").select("repository").orderBy("repository").execute();
    expect(runs.map(({ repository }) => repository)).toEqual([6, 7]);
  });
});
