import { describe, expect, it } from "vitest";
import type { Verdict } from "../../src/jobs/state.ts";
import { AutoPublisher } from "../../src/publish/auto-publisher.ts";
import type { DueOrder } from "../../src/publish/due-order.ts";
import type { Acceptance } from "../../src/publish/probe/prober.ts";
import type { Published } from "../../src/publish/publisher.ts";
import type { Removal } from "../../src/reconcile/report.ts";
import { NO_IMAGE } from "../../src/workflow/workflow-inputs.ts";
import { carriedByApp, digest, image, report } from "../cli/reports.ts";
import { flyingClock, NOON } from "../oci/clocks.ts";
import { publishOrder } from "./publish-order.ts";

const ORDER: DueOrder = { ...publishOrder(""), cleared: [], remove: [] };
const LEFT = { destination: "ghcr.io/acme/redis:6", digest: digest("6"), kind: "left" } as const;
const DELETED: Removal = { destination: LEFT.destination, digest: LEFT.digest, result: "deleted" };
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

interface Carrying {
  /** What becomes of them when the App brings them. */
  readonly images?: ReturnType<typeof image>[];
  /** What a workflow comes to. */
  readonly by?: Published;
}

/** Which publisher is asked, when the registry says so and the App comes to that. */
async function publish(
  acceptance: Acceptance,
  { images = [image()], by = { kind: "unwanted" }, ...order }: Partial<DueOrder> & Carrying = {},
) {
  const asked: string[] = [];
  const told: DueOrder[] = [];
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
    actions: {
      async publish(given) {
        told.push(given);
        return await answer("actions", by)();
      },
    },
    ask: answer("registry", acceptance),
    verdicts: { put: async (...verdict) => void remembered.push(verdict) },
    clock: flyingClock(),
  });
  const result = await publisher.publish({ ...ORDER, ...order });
  return { asked, told, remembered, result };
}

describe("AutoPublisher", () => {
  it("lets the App do it where the registry takes its token", async () => {
    expect(await publish({ kind: "accepted" })).toMatchObject({
      asked: ["registry", "app"],
      remembered: [],
      result: { kind: "carried-out" },
    });
  });

  it.each<Acceptance>([
    { kind: "refused", verdict: VERDICT },
    { kind: "unknown", words: "502" },
  ])("has a workflow do it where that is $kind", async (acceptance) => {
    expect((await publish(acceptance)).asked).toEqual(["registry", "actions"]);
  });

  it("asks nobody where nothing is to be brought", async () => {
    const { asked } = await publish({ kind: "accepted" }, { only: [NO_IMAGE], remove: [LEFT] });
    expect(asked).toEqual(["actions"]);
  });

  it("has a workflow delete what the App cannot, and nothing else", async () => {
    const by = { kind: "carried-out", ...carriedByApp({ ...report([]), removals: [DELETED] }) } as const;
    const pin = `docker.io/library/redis:7@${digest("7")}`;
    const { asked, told, result } = await publish(
      { kind: "accepted" },
      { by, remove: [LEFT], cleared: [pin] },
    );
    expect(asked).toEqual(["registry", "app", "actions"]);
    expect(told).toMatchObject([{ only: [NO_IMAGE], cleared: [], remove: [LEFT] }]);
    expect(result).toMatchObject({ carrier: { kind: "app" }, report: { images: [{}], removals: [DELETED] } });
  });

  it("says so where no workflow could", async () => {
    const place = { repository: { owner: "acme", name: "mirrors" }, url: "", defaultBranch: "main" };
    const obstacle = { code: "ACTIONS_DISABLED", place } as const;
    const { result } = await publish(
      { kind: "accepted" },
      { by: { kind: "obstructed", obstacle }, remove: [LEFT] },
    );
    expect(result).toMatchObject({
      kind: "carried-out",
      report: { removals: [{ result: "failed", why: expect.stringContaining("ACTIONS_DISABLED") }] },
    });
  });

  it("goes on with a workflow where the registry has changed its mind, and remembers that", async () => {
    const images = [image(), refusedImage("installation not allowed to Write organization package")];
    expect(await publish({ kind: "accepted" }, { images })).toMatchObject({
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
      result: { kind: "unwanted" },
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
