import { describe, expect, it } from "vitest";
import type { Dispatch, Verdict } from "../../src/jobs/state.ts";
import { AutoPublisher } from "../../src/publish/auto-publisher.ts";
import type { Acceptance } from "../../src/publish/probe/prober.ts";
import type { Published, PublishOrder } from "../../src/publish/publisher.ts";
import { carriedByApp, image, report } from "../cli/reports.ts";
import { flyingClock, NOON } from "../oci/clocks.ts";

const ORDER = { run: "r", installation: 7 } as PublishOrder;
const VERDICT: Verdict = {
  destination: "ghcr.io/acme/redis",
  deed: "create",
  isAccepted: false,
  reason: "no",
  checkedAt: new Date(0),
};

function refusedImage(words: string, side: "source" | "destination" = "destination") {
  const error = { code: "DENIED", side, message: `403 DENIED: ${words}` };
  return image({ result: "failed", error });
}

/** Which publisher is asked, when the registry says so and the App comes to that. */
async function publish(
  acceptance: Acceptance,
  { images = [image()], dispatch }: { images?: ReturnType<typeof image>[]; dispatch?: Dispatch } = {},
) {
  const asked: string[] = [];
  const answer =
    <T>(name: string, result: T) =>
    async () => {
      asked.push(name);
      return result;
    };
  const remembered: [number, Verdict][] = [];
  const published: Published = { kind: "carried-out", ...carriedByApp(report(images)) };
  const publisher = new AutoPublisher({
    app: { publish: answer("app", published) },
    actions: { publish: answer("actions", { kind: "unwanted" } as const) },
    ask: answer("registry", acceptance),
    dispatches: { of: async () => dispatch },
    verdicts: { put: async (...verdict) => void remembered.push(verdict) },
    clock: flyingClock(),
  });
  const result = await publisher.publish(ORDER);
  return { asked, remembered, kind: result.kind };
}

describe("AutoPublisher", () => {
  it("lets the App do it where the registry takes its token", async () => {
    expect(await publish({ kind: "accepted" })).toEqual({
      asked: ["registry", "app"],
      remembered: [],
      kind: "carried-out",
    });
  });

  it.each<Acceptance>([
    { kind: "refused", verdict: VERDICT },
    { kind: "unknown", words: "502" },
  ])("has a workflow do it where that is $kind", async (acceptance) => {
    expect((await publish(acceptance)).asked).toEqual(["registry", "actions"]);
  });

  it("asks nobody about a run that a workflow carries already", async () => {
    const dispatch = { run: "r" } as Dispatch;
    expect((await publish({ kind: "accepted" }, { dispatch })).asked).toEqual(["actions"]);
  });

  it("goes on with a workflow where the registry has changed its mind, and remembers that", async () => {
    const images = [image(), refusedImage("installation not allowed to Write organization package")];
    expect(await publish({ kind: "accepted" }, { images })).toEqual({
      asked: ["registry", "app", "actions"],
      remembered: [
        [
          7,
          {
            destination: "ghcr.io/acme/redis",
            deed: "write",
            isAccepted: false,
            reason: "403 DENIED: installation not allowed to Write organization package",
            checkedAt: new Date(NOON),
          },
        ],
      ],
      kind: "unwanted",
    });
  });

  it.each([
    ["permission_denied: write_package", "destination"],
    ["installation not allowed to Read organization package", "source"],
  ] as const)("leaves it at that where one package says %s at the %s", async (words, side) => {
    const images = [refusedImage(words, side)];
    expect((await publish({ kind: "accepted" }, { images })).asked).toEqual(["registry", "app"]);
  });
});
