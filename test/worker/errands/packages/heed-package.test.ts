import { describe, expect, it } from "vitest";
import type { InstallationGitHub } from "../../../../src/github/github.ts";
import { GitHubError } from "../../../../src/github/github-error.ts";
import type { Drift } from "../../../../src/jobs/conversation-state.ts";
import type { Errand, PackageErrand } from "../../../../src/jobs/errand.ts";
import type { ReconcileRequest } from "../../../../src/jobs/request.ts";
import type { Run } from "../../../../src/jobs/run.ts";
import type { MirroredImage, State } from "../../../../src/jobs/state.ts";
import type { View } from "../../../../src/publish/look/look.ts";
import { heedPackage } from "../../../../src/worker/errands/packages/heed-package.ts";
import type { WorkerParts } from "../../../../src/worker/parts.ts";
import { digest } from "../../../cli/reports.ts";
import { recordingLog } from "../../recording-log.ts";
import { runOf } from "../../runs.ts";
import { CONTEXT, NOW, PLACE, UPKEEP } from "../issues/house.ts";

const [OLD, NEW] = [digest("77ce"), digest("dead")];
const RUN = "22222222-2222-4222-8222-222222222222";

/** What there is, and what everybody sees. What is not said is not there. */
interface Given {
  /** By Git blob; or what is thrown in its place. */
  readonly configs?: Readonly<Record<string, string | Error>>;
  readonly images?: readonly Partial<MirroredImage>[];
  /** By digest: how a look for it ends. Not given: `other`. */
  readonly views?: Readonly<Record<string, View>>;
  readonly drifts?: readonly Partial<Drift>[];
  readonly plans?: readonly number[];
  readonly open?: readonly Run[];
  readonly latest?: readonly Run[];
  /** What happens when the errand is put aside; false: the run has ended. */
  readonly onPark?: (house: { images: MirroredImage[]; open: readonly Run[] }) => boolean;
}

/** Carries in an event of `package:tag`, and tells what came of it. */
async function heed(event: Partial<PackageErrand>, given: Given) {
  const done: (readonly [string, ...unknown[]])[] = [];
  const doubted: string[] = [];
  const requests: ReconcileRequest[] = [];
  const errands: Errand[] = [];
  const images = (given.images ?? []).map((image): MirroredImage => ({ ...REDIS, ...image }));
  let drifts = (given.drifts ?? []).map((drift): Drift => ({ ...DRIFT, ...drift }));
  const house = { images, open: given.open ?? [] };
  const configs = Object.keys(given.configs ?? {}).map((configSha, at) => ({
    repository: PLACE.repository.id + at,
    place: { ...PLACE, repository: { ...PLACE.repository, id: PLACE.repository.id + at } },
    path: ".github/mirror.yml",
    commit: "c",
    configSha,
    run: "r",
    appliedAt: new Date(NOW),
  }));
  const state = {
    configs: {
      copying: async () => configs,
      of: async (id: number) => configs.find(({ repository }) => repository === id),
    },
    plans: { about: async () => (given.plans ?? []).map((pull) => ({ place: PLACE, pull })) },
    images: {
      of: async (id: number) => house.images.filter(({ repository }) => repository === id),
      at: async (destination: string) => house.images.filter((image) => image.destination === destination),
      confirm: async (id: number, destination: string) => void done.push(["confirm", id, destination]),
      doubt: async (destination: string) => void doubted.push(destination),
    },
    drifts: {
      of: async (id: number) => drifts.filter(({ repository }) => repository === id),
      put: async ({ seenAt: _, ...drift }: Drift) => void done.push(["drift", drift]),
      settle: async (id: number, destinations: readonly string[]) => {
        done.push(["settle", id, ...destinations]);
        drifts = [];
      },
    },
    runs: { open: async () => house.open, latest: async () => given.latest ?? [] },
    errands: {
      park: async (id: string, run: string) => {
        done.push(["park", id, run]);
        return given.onPark?.(house) ?? true;
      },
    },
    intake: {
      request: async (more: readonly ReconcileRequest[]) => void requests.push(...more),
      send: async (more: readonly Errand[]) => void errands.push(...more),
    },
  };
  const github: Pick<InstallationGitHub, "readBlob"> = {
    readBlob: async (_, sha) => {
      const config = given.configs?.[sha] ?? "";
      if (config instanceof Error) throw config;
      return Buffer.from(config);
    },
  };
  const parts = {
    state: state as unknown as State,
    github: { installation: () => github },
    look: async ([claim]: readonly { destination: string; digest: string }[]) =>
      new Map(claim && [[claim.destination, given.views?.[claim.digest] ?? "other"]]),
    clock: { now: () => NOW },
    log: recordingLog(),
    registry: "ghcr.io",
  } as unknown as WorkerParts;
  const errand = { kind: "package", package: "ghcr.io/acme/base", tag: "7", digest: null, ...event } as const;
  await heedPackage(parts, errand, "e1", CONTEXT);
  return { done, doubted, requests, errands };
}

const REDIS: MirroredImage = {
  repository: 7,
  source: "docker.io/library/redis:7",
  destination: "ghcr.io/acme/redis:7",
  sourceDigest: OLD,
  destinationDigest: OLD,
  platforms: "all",
  firstSeen: new Date(NOW),
  lastVerified: new Date(NOW),
};
const DRIFT: Drift = {
  repository: 7,
  destination: "ghcr.io/acme/redis:7",
  expected: OLD,
  found: NEW,
  seenAt: new Date(NOW),
};

const configOf = (...entries: string[]) =>
  `version: 1\nmirrors:\n${entries.map((entry) => `  - ${entry}\n`).join("")}`;
const BASE = "{ source: ghcr.io/acme/base, to: copy, tags: [7] }".replace("7", '"7"');
const based = { source: "ghcr.io/acme/base:7", destination: "ghcr.io/acme/copy:7" };
const request = (reason: string, source: string) => ({ ...PLACE, commit: null, reason, scope: [source] });

describe("a source that was published", () => {
  const wanted = [request("package", "ghcr.io/acme/base:*")];

  it.each([
    ["an entry means its tag", BASE, wanted],
    ["a glob does", '{ source: ghcr.io/acme/base, to: copy, tags: ["*"] }', wanted],
    ["it is excluded", '{ source: ghcr.io/acme/base, to: copy, tags: ["*"], exclude: ["7"] }', []],
    ["entries mean other tags", '{ source: ghcr.io/acme/base, to: copy, tags: ["8"] }', []],
    ["the config pins a digest", `ghcr.io/acme/base:7@${OLD}`, []],
    ["it is a neighbour of a source", "ghcr.io/acme/base2:7", []],
    ["the config is wrong", "nonsense nonsense", []],
  ])("where %s", async (_, entry, requests) => {
    expect((await heed({}, { configs: { a: configOf(entry) } })).requests).toEqual(requests);
  });

  it.each([
    ["was brought already", [based], "same", null, []],
    ["was brought, and has moved", [based], "other", null, wanted],
    ["is private, and was brought, says the event", [based], "hidden", OLD, []],
    ["is private, and has moved, says the event", [based], "hidden", NEW, wanted],
    ["cannot be seen, and nobody says what it is", [based], "unknown", null, wanted],
    [
      "was brought to one place and not the other",
      [based, { ...based, destination: "ghcr.io/acme/more:7", sourceDigest: NEW }],
      "same",
      null,
      wanted,
    ],
  ] as const)("where it %s", async (_, images, view, told, requests) => {
    const given = { configs: { a: configOf(BASE) }, images, views: { [OLD]: view } };
    expect((await heed({ digest: told }, given)).requests).toEqual(requests);
  });

  it("goes to every config that means it, although one is out of reach", async () => {
    const gone = new GitHubError("NOT_FOUND", "read a blob", "Not Found", 404);
    const { requests } = await heed({}, { configs: { gone, b: configOf(BASE), c: configOf(BASE) } });
    expect(requests.map(({ repository }) => repository.id)).toEqual([8, 9]);
  });

  it("waits where a limit holds", async () => {
    const limited = new GitHubError("RATE_LIMITED", "read a blob", "slow down", 403);
    await expect(heed({}, { configs: { limited } })).rejects.toThrow("slow down");
  });

  it("has the plans computed again that talk about it, and nobody waits for them", async () => {
    const plan = (pull: number) => ({ kind: "plan", ...PLACE, pull, isFresh: true, isQuiet: true });
    expect((await heed({}, { plans: [3, 4] })).errands).toEqual([plan(3), plan(4)]);
  });
});

describe("a destination that was published", () => {
  const event = { package: "ghcr.io/acme/redis", tag: "7" };
  const images = [{}];
  const configs = { a: configOf("docker.io/library/redis:7") };
  const restoring = { a: configOf("{ source: docker.io/library/redis, tags: ['7'], on-drift: restore }") };
  const restore = [request("drift", "docker.io/library/redis:7")];
  const confirmed = ["confirm", 7, "ghcr.io/acme/redis:7"] as const;
  const drift = (found: string | null) => {
    return ["drift", { repository: 7, destination: "ghcr.io/acme/redis:7", expected: OLD, found }] as const;
  };

  it("is nothing of ours", async () => {
    const { done, requests, errands } = await heed(
      { ...event, tag: `7-${"77ce".repeat(3)}` },
      { configs, images },
    );
    expect([done, requests, errands]).toEqual([[], [], []]);
  });

  it("is the echo of our own push", async () => {
    const { done, errands } = await heed(
      { ...event, digest: OLD },
      { configs, images, views: { [OLD]: "same" } },
    );
    expect([done, errands]).toEqual([[confirmed], []]);
  });

  it("is back as it was, and no drift any longer", async () => {
    const given = { configs, images, drifts: [{}], views: { [OLD]: "same" } } as const;
    const { done, errands } = await heed(event, given);
    expect(done).toEqual([confirmed, ["settle", 7, "ghcr.io/acme/redis:7"]]);
    expect(errands).toEqual([UPKEEP]);
  });

  it("is a drift, which is told, and what we left there is believed no longer", async () => {
    const { done, doubted, errands, requests } = await heed({ ...event, digest: NEW }, { configs, images });
    expect([done, errands, requests]).toEqual([[drift(NEW)], [UPKEEP], []]);
    expect(doubted).toEqual(["ghcr.io/acme/redis:7"]);
  });

  it("is a drift, and an event that came late does not say what it is", async () => {
    expect((await heed({ ...event, digest: OLD }, { configs, images })).done).toEqual([drift(null)]);
  });

  it.each([
    ["the same, says the event", OLD, [confirmed]],
    ["another one, says the event", NEW, [drift(NEW)]],
    ["unknown", null, []],
  ])("is private, and %s", async (_, told, done) => {
    const given = { configs, images, views: { [OLD]: "hidden" } } as const;
    expect((await heed({ ...event, digest: told }, given)).done).toEqual(done);
  });

  it("is put back where the config says so", async () => {
    const { requests, errands } = await heed(event, { configs: restoring, images });
    expect([requests, errands]).toEqual([restore, [UPKEEP]]);
  });

  it("is not put back where nothing is ever overwritten", async () => {
    const keeping = "{ source: docker.io/library/redis, tags: ['7'], on-drift: restore, on-change: keep }";
    const { requests, done } = await heed(event, { configs: { a: configOf(keeping) }, images });
    expect([requests, done]).toEqual([[], [drift(null)]]);
  });

  it("is put back three times in an hour, and then left for people to settle", async () => {
    const restoredAgo = (minutes: number) =>
      runOf({
        reason: "drift",
        scope: ["docker.io/library/redis:7"],
        createdAt: new Date(NOW - minutes * 60_000),
      });
    const latest = [restoredAgo(1), restoredAgo(20), restoredAgo(61)];
    expect((await heed(event, { configs: restoring, images, latest })).requests).toEqual(restore);
    const often = [restoredAgo(1), restoredAgo(20), restoredAgo(59)];
    expect((await heed(event, { configs: restoring, images, latest: often })).requests).toEqual([]);
  });

  it.each([
    ["the config does not mean any longer", configOf("docker.io/library/vault:1")],
    ["goes elsewhere by now", configOf("{ source: docker.io/library/redis, tags: ['7'], to: cache }")],
  ])("is nobody's business where it %s", async (_, config) => {
    const { done, errands } = await heed(event, { configs: { a: config }, images });
    expect([done, errands]).toEqual([[], []]);
  });

  it("is told of while the config is wrong, and not put back", async () => {
    const { done, requests } = await heed(event, { configs: { a: "nonsense" }, images });
    expect([done, requests]).toEqual([[drift(null)], []]);
  });

  it("waits for a run that may have brought it just now", async () => {
    const { done } = await heed(event, { configs, images, open: [runOf({ id: RUN })] });
    expect(done).toEqual([["park", "e1", RUN]]);
  });

  it("is looked at again where that run has ended meanwhile", async () => {
    const onPark: Given["onPark"] = (house) => {
      house.open = [];
      house.images = house.images.map((image) => ({ ...image, destinationDigest: NEW }));
      return false;
    };
    const given = { configs, images, open: [runOf({ id: RUN })], onPark, views: { [NEW]: "same" } } as const;
    expect((await heed(event, given)).done).toEqual([["park", "e1", RUN], confirmed]);
  });

  it("is judged for every repository that brought it", async () => {
    const both = { a: configs.a, b: configs.a };
    const { done } = await heed(event, { configs: both, images: [{}, { repository: 8 }] });
    expect(done.map(([what]) => what)).toEqual(["drift", "drift"]);
  });
});
