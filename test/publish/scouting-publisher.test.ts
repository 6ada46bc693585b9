import { describe, expect, it } from "vitest";
import type { Scouted } from "../../src/publish/actions/scout.ts";
import type { DueOrder } from "../../src/publish/due-order.ts";
import type { Published, PublishOrder } from "../../src/publish/publisher.ts";
import { ScoutingPublisher } from "../../src/publish/scouting-publisher.ts";
import { carriedByApp, digest, image, report } from "../cli/reports.ts";
import { flyingClock } from "../oci/clocks.ts";
import { publishOrder } from "./publish-order.ts";

const ORDER = publishOrder("- redis:7");
const CARRIED: Published = { kind: "carried-out", ...carriedByApp(report([image()])) };
const DUE = image({ action: "copy", result: "planned", bytes: 0 });
const SAME = image({
  source: "docker.io/library/vault:1",
  destination: "ghcr.io/acme/vault:1",
  action: "up-to-date",
  result: "skipped",
  bytes: 0,
});

interface Setting {
  /** The workflow that carries it already. */
  readonly workflowRun?: number;
  /** What the scout sees; undefined: nothing. */
  readonly images?: ReturnType<typeof image>[];
  readonly departed?: NonNullable<Scouted["report"]["departed"]>;
  readonly published?: Published;
  /** Called while the scout looks. */
  readonly onLook?: () => void;
}

async function publish(
  { workflowRun, images, departed = [], published = CARRIED, onLook }: Setting,
  order: PublishOrder = ORDER,
) {
  const clock = flyingClock();
  const told: string[] = [];
  const due: DueOrder[] = [];
  const publisher = new ScoutingPublisher({
    scout: async () => {
      told.push("scout");
      onLook?.();
      await clock.sleep(4_000);
      return images && { report: { ...report(images), departed }, hidden: new Set() };
    },
    workflows: {
      find: async () => workflowRun,
      async follow() {
        told.push("follow");
        return published;
      },
    },
    carrier: {
      async publish(given) {
        told.push("carry");
        due.push(given);
        return published;
      },
    },
    clock,
  });
  return { result: await publisher.publish(order), told, due };
}

describe("ScoutingPublisher", () => {
  it("does nothing more where nothing is due", async () => {
    const { result, told } = await publish({ images: [SAME] });
    expect(told).toEqual(["scout"]);
    expect(result).toEqual({
      kind: "carried-out",
      ...carriedByApp({ ...report([SAME]), departed: [] }),
      seen: [SAME.destination],
    });
  });

  it("has carried what is due, and tells of all", async () => {
    const { result, told, due } = await publish({ images: [SAME, DUE] });
    expect(told).toEqual(["scout", "carry"]);
    expect(due).toMatchObject([{ only: [DUE.source], cleared: [], remove: [] }]);
    expect(result).toMatchObject({ kind: "carried-out", report: { images: [image(), SAME] } });
  });

  it("lets who carries it go by what the scout saw a moment ago", async () => {
    const { due } = await publish({ images: [SAME, DUE] });
    expect(due[0]?.lookAge).toBe(64_000);
    const patient = await publish({ images: [SAME, DUE] }, { ...ORDER, lookAge: 600_000 });
    expect(patient.due[0]?.lookAge).toBe(600_000);
  });

  it("has deleted what has left, also where nothing is due", async () => {
    const left = { destination: "ghcr.io/acme/redis:6", digest: digest("6"), kind: "left" } as const;
    const departed = [{ ...left, source: "docker.io/library/redis:6", why: "" }];
    const { told, due } = await publish({ images: [SAME], departed }, { ...ORDER, removable: [left] });
    expect(told).toEqual(["scout", "carry"]);
    expect(due).toMatchObject([{ only: ["-"], remove: [left] }]);
  });

  it("has everything carried, and nothing deleted, where it cannot look", async () => {
    const left = { destination: "ghcr.io/acme/redis:6", digest: digest("6"), kind: "backup" } as const;
    const order = { ...ORDER, only: ["*/redis:*"], removable: [left] };
    const { result, due } = await publish({}, order);
    expect(due).toEqual([{ ...order, removable: [], cleared: [], remove: [] }]);
    expect(result).toBe(CARRIED);
  });

  it.each<Published>([
    { kind: "unwanted" },
    {
      kind: "obstructed",
      obstacle: {
        code: "NOT_PERMITTED",
        place: { repository: { owner: "a", name: "b" }, url: "", defaultBranch: "main" },
        words: "no",
      },
    },
  ])("passes on that it is $kind", async (published) => {
    expect((await publish({ images: [DUE], published })).result).toBe(published);
  });

  it("goes no further when nobody wants it any longer", async () => {
    const unwanted = new AbortController();
    const onLook = () => unwanted.abort();
    const order = { ...ORDER, unwanted: unwanted.signal };
    const { result, told } = await publish({ images: [DUE], onLook }, order);
    expect(result).toEqual({ kind: "unwanted" });
    expect(told).toEqual(["scout"]);
  });

  describe("of an order that a workflow carries already", () => {
    it("follows it, and looks at the rest when it has ended", async () => {
      const { result, told } = await publish({
        workflowRun: 1001,
        images: [SAME, image({ ...DUE, ...image() })],
      });
      expect(told).toEqual(["follow", "scout"]);
      expect(result).toMatchObject({ report: { images: [image(), SAME] }, seen: [SAME.destination] });
    });

    it("tells what the workflow did where it cannot look", async () => {
      expect((await publish({ workflowRun: 1001 })).result).toBe(CARRIED);
    });

    it("does not look where the workflow came to nothing", async () => {
      const { told } = await publish({ workflowRun: 1001, published: { kind: "unwanted" } });
      expect(told).toEqual(["follow"]);
    });
  });
});
