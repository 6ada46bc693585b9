import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { pseudoRandomBytes } from "../../../sandbox/images/pseudo-random.ts";
import { unpackList } from "../../../src/workflow/packed-list.ts";
import { DEFAULT_ACTION, WORKFLOW_PATH, workflowText } from "../../../src/workflow/workflow-file.ts";
import { RUNNER_ADDRESS } from "./attach-machine.ts";
import { configOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";
import { PACE, publish, rerun, WORKFLOW } from "./publish.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PASSWORD = "dckr_pat_of-ada";
const AUTH = Buffer.from(`ada:${PASSWORD}`).toString("base64");
const LOGIN = JSON.stringify({ auths: { "https://index.docker.io/v1/": { auth: AUTH } } });

/** Workflows are processes, and a machine may be busy. */
const BUSY = { timeout: 60_000 };

let house: House;

beforeAll(async () => {
  house = await openHouse({
    publisher: "auto",
    accounts: { ada: PASSWORD },
    machine: { secrets: new Map([["acme/closed-source", { MIRROR_DOCKER_CONFIG: LOGIN }]]) },
    ghcr: { refuseInstallationTokens: true },
  });
  // Hundreds of images: what GitHub tells of each push is lost, so that nobody waits for it.
  const when = ({ event }: { readonly event: string }) => event === "registry_package";
  house.github.hooks.faults.add({ when, fault: { kind: "lose" }, times: Number.POSITIVE_INFINITY });
});

afterAll(() => house[Symbol.asyncDispose]());

const runsOf = (repository: Repository, at = house) => at.github.actions.of(repository).runs;
/** What the newest workflow was told by one of its inputs, which is a list. */
const inputOf = (repository: Repository, name: "only" | "cleared") =>
  unpackList(runsOf(repository).at(-1)?.inputs[name] ?? "[]");
const newestOf = (repository: Repository, { headSha }: CheckRun) =>
  repository.checks.runsOf(headSha).at(-1) ?? expect.fail("there is no check run");

/** Lets time pass, and what is due then come to its end. */
async function pass(milliseconds: number, at = house): Promise<void> {
  at.clock.advance(milliseconds);
  await at.sweep();
  await at.settled(PACE);
}

function resetRequests(): void {
  for (const one of [house.hub, house.hubApi, house.ghcr]) one.resetRequests();
}

describe("a hundred tags that are where they belong", BUSY, () => {
  it("start no workflow by a push, a Re-run or a schedule; a new tag starts one with that image alone", async () => {
    const repository = await house.repository("hundred");
    for (let minor = 0; minor < 100; minor += 1) house.stock("library/hundred", `1.${minor}`, "hundred");
    const entry = '{ source: docker.io/library/hundred, tags: ["1.*"] }';
    expect(await publish(house, repository, configOf(entry))).toMatchObject({
      title: expect.stringMatching(/^Synced: 100 copied/),
    });
    house.ghcr.store.setVisibility("acme/hundred", "public");

    resetRequests();
    const nothing = { conclusion: "neutral", title: "Nothing to do: 100 up to date" };
    const pushed = await publish(house, repository, configOf(`${entry} # with a remark`));
    expect(pushed).toMatchObject(nothing);
    expect(await rerun(house, repository, pushed)).toMatchObject(nothing);
    expect(house.ghcr.count({ kind: "manifest", method: "HEAD" })).toBe(200);

    resetRequests();
    await pass(6 * HOUR);
    // The one page of the list, and nothing else anywhere.
    expect(house.hubApi.count()).toBe(1);
    expect([house.hub.count({ kind: "manifest" }), house.ghcr.count()]).toEqual([0, 0]);
    expect(runsOf(repository)).toHaveLength(1);
    expect(newestOf(repository, pushed).title).toBe(nothing.title);
    expect(repository.checks.runsOf(pushed.headSha)).toHaveLength(2);

    const digest = house.stock("library/hundred", "1.100");
    const pulls = house.hub.pulls;
    await pass(6 * HOUR);
    expect(newestOf(repository, pushed)).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 1 copied \(.*\), 100 up to date$/),
    });
    expect(runsOf(repository)).toHaveLength(2);
    expect(inputOf(repository, "only")).toEqual(["docker.io/library/hundred:1.100"]);
    expect(house.ghcr.store.manifest("acme/hundred", "1.100")?.digest).toBe(digest);
    expect(house.hub.pulls).toBe(pulls + 1);
  });
});

it("a repository without the workflow is told so once, and not with every schedule", BUSY, async () => {
  const repository = await house.repository("without");
  house.stock("library/without", "1");
  const check = await house.apply(repository, "docker.io/library/without:1");
  expect(check).toMatchObject({ conclusion: "action_required" });
  await pass(6 * HOUR);
  await pass(6 * HOUR);
  expect(repository.checks.runsOf(check?.headSha ?? "")).toHaveLength(1);
});

describe("a workflow file of the first version", BUSY, () => {
  const old = oldWorkflow();

  it("does what needs no new input, and is told as outdated", async () => {
    const repository = await house.repository("old-file");
    house.stock("library/old-file", "1");
    const entry = '{ source: "docker.io/library/old-file:1", schedule: never }';
    const check = await publish(house, repository, { ...configOf(entry), ...old });
    expect(check).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 1 copied/),
    });
    expect(check.summary).toMatch(/There is a newer version of `\.github\/workflows\/ghcr-mirror\.yml`/);
    expect(`${check.summary}${check.text}`).toMatch(/^\+ {6}remove:$/m);
    expect(Object.keys(runsOf(repository)[0]?.inputs ?? {}).sort()).toEqual([
      "commit",
      "config",
      "destination",
      "run",
    ]);
  });

  it("is asked to be updated where something needs one, and goes on when it is", async () => {
    const repository = await house.repository("too-old");
    house.stock("library/too-old", "1");
    house.clock.advance(2 * DAY);
    const entry = '{ source: docker.io/library/too-old, schedule: never, tags: ["*"], min-age: 1d }';
    const check = await publish(house, repository, { ...configOf(entry), ...old });
    expect(check).toMatchObject({
      conclusion: "action_required",
      title: `Update ${WORKFLOW_PATH} in acme/too-old`,
    });
    expect(check.summary).toContain('Unexpected inputs provided: ["cleared"]');
    expect(runsOf(repository)).toEqual([]);
    const updated = await publish(house, repository, WORKFLOW);
    expect(updated).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 1 copied/),
    });
  });
});

describe("more images than the inputs of a workflow hold", BUSY, () => {
  it("are carried by one after the other, by themselves", async () => {
    const repository = await house.repository("many");
    const name = "library/many";
    // Names that nothing makes shorter, of one image; each is told twice, with and without its digest.
    const tags = Array.from(
      { length: 260 },
      (_, at) => `t${Buffer.from(pseudoRandomBytes(`${at}`, 95)).toString("base64url")}`,
    );
    for (const tag of tags) house.stock(name, tag, "many");
    house.clock.advance(2 * HOUR);
    const entry = `{ source: docker.io/${name}, schedule: never, min-age: 1h, tags: ["*"] }`;
    const check = await publish(house, repository, configOf(entry));
    const told = inputOf(repository, "cleared")?.length ?? 0;
    expect(told).toBeGreaterThan(100);
    expect(told).toBeLessThan(260);
    expect(inputOf(repository, "only")).toHaveLength(told);
    expect(check.conclusion).toBe("neutral");
    expect(check.title).toMatch(new RegExp(`^Synced: ${told} copied .*, ${260 - told} waiting`));
    house.ghcr.store.setVisibility("acme/many", "public");
    await pass(5 * 60_000);
    expect(newestOf(repository, check)).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(new RegExp(`^Synced: ${260 - told} copied`)),
    });
    expect(runsOf(repository)).toHaveLength(2);
    expect(house.ghcr.store.tags("acme/many").sort()).toEqual(tags.sort());
  });
});

describe("min-age", BUSY, () => {
  it("has the workflow told what is old enough, and it brings nothing that has moved since", async () => {
    const repository = await house.repository("young");
    const name = "library/young";
    const [one, two] = [house.stock(name, "1"), house.stock(name, "2")];
    house.clock.advance(2 * DAY);
    house.stock(name, "3");
    // As soon as the job looks.
    let isMoved = false;
    house.hub.faults.add({
      when: { repository: name, kind: "manifest" },
      times: Number.POSITIVE_INFINITY,
      act: {
        name: "move",
        run: (call, proceed) => {
          if (call.address === RUNNER_ADDRESS && !isMoved) {
            isMoved = true;
            house.stock(name, "2", "moved");
          }
          return proceed(call);
        },
      },
    });
    const entry = `{ source: docker.io/${name}, tags: ["1", "2", "3"], min-age: 1d }`;
    const check = await publish(house, repository, configOf(entry));
    house.hub.faults.clear();
    expect(isMoved).toBe(true);
    expect(inputOf(repository, "cleared")).toEqual([
      `docker.io/${name}:1@${one}`,
      `docker.io/${name}:2@${two}`,
    ]);
    expect(inputOf(repository, "only")).toEqual([`docker.io/${name}:1`, `docker.io/${name}:2`]);
    expect(check).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 1 copied \(.*\), 2 too young$/),
    });
    expect(house.ghcr.store.tags("acme/young")).toEqual(["1"]);
    house.ghcr.store.setVisibility("acme/young", "public");

    await pass(18 * HOUR);
    expect(house.ghcr.store.tags("acme/young")).toEqual(["1"]);
    await pass(12 * HOUR);
    const moved = house.hub.store.manifest(name, "2")?.digest;
    expect(inputOf(repository, "cleared")).toContain(`docker.io/${name}:2@${moved}`);
    expect(house.ghcr.store.tags("acme/young").sort()).toEqual(["1", "2", "3"]);
    expect(house.ghcr.store.manifest("acme/young", "2")?.digest).toBe(moved);
    expect(moved).not.toBe(two);
  });
});

describe("the pulls of a runner's address", BUSY, () => {
  it("are spent down to the reserve; the rest goes on in the next workflow, at another address", async () => {
    const addresses = ["198.51.100.21", "198.51.100.22"] as const;
    await using poor = await openHouse({
      publisher: "auto",
      machine: { addresses },
      dockerHub: { limit: 30 },
      // So that the App asks Docker Hub itself, and hears of its own pulls.
      hubApi: false,
      ghcr: { refuseInstallationTokens: true },
    });
    const repository = await poor.repository("poor");
    for (let at = 0; at < 20; at += 1) poor.stock("library/poor", `1.${at}`);
    const check = await publish(
      poor,
      repository,
      configOf('{ source: docker.io/library/poor, tags: ["1.*"] }'),
    );
    poor.ghcr.store.setVisibility("acme/poor", "public");
    expect(addresses.map((one) => poor.hub.pullsOf(one))).toEqual([15, 0]);
    expect(poor.hub.pulls).toBe(15);
    expect(check.conclusion).toBe("neutral");
    const goesOn = `${new Date(poor.clock.now() + HOUR).toISOString().slice(0, 13)}`;
    expect(check.title).toMatch(/^Synced: 15 copied \(.*\), 5 waiting for pulls until \d{4}-/);
    expect(check.title).toContain(goesOn);
    const ledger = () =>
      poor.rows<{ identity: string; remaining: number }>(
        "select identity, remaining from ghcr_mirror.pull_limits order by identity like '%@%', remaining",
      );
    const runner = expect.stringMatching(new RegExp(`@${poor.installation}$`));
    const own = { identity: expect.not.stringContaining("@"), remaining: 30 };
    expect(await ledger()).toEqual([own, { identity: runner, remaining: 15 }]);
    expect(await poor.rows("select * from ghcr_mirror.pulls")).toEqual([]);

    await pass(HOUR, poor);
    expect(addresses.map((one) => poor.hub.pullsOf(one))).toEqual([15, 5]);
    const last = repository.checks.runsOf(check.headSha).at(-1);
    expect(last?.title).toMatch(/^Synced: 5 copied/);
    expect(JSON.parse(runsOf(repository, poor)[1]?.inputs["only"] ?? "")).toHaveLength(5);
    expect(await ledger()).toEqual([
      own,
      { identity: runner, remaining: 15 },
      { identity: runner, remaining: 25 },
    ]);
    expect(poor.hub.pullsOf("127.0.0.1")).toBe(0);
    expect(poor.ghcr.store.tags("acme/poor")).toHaveLength(20);
    expect(await poor.rows("select * from ghcr_mirror.waiting_images")).toEqual([]);
  });
});

describe("what only a workflow may see", BUSY, () => {
  it("a private destination is believed for verify-every, and then looked at", async () => {
    const repository = await house.repository("hidden");
    house.stock("library/hidden", "1");
    const entry = '{ source: "docker.io/library/hidden:1", verify-every: 2d }';
    const check = await publish(house, repository, configOf(entry));
    expect(house.ghcr.store.visibility("acme/hidden")).not.toBe("public");
    const verified = async () =>
      (
        await house.rows<{ last_verified: Date }>(
          `select last_verified from ghcr_mirror.mirrored_images where repository = ${repository.id}`,
        )
      )[0]?.last_verified.getTime() ?? 0;
    const first = await verified();
    resetRequests();
    for (const hours of [6, 24]) await pass(hours * HOUR);
    expect(house.ghcr.count({ repository: "acme/hidden" })).toBe(0);
    expect(runsOf(repository)).toHaveLength(1);
    await pass(DAY);
    expect(runsOf(repository)).toHaveLength(2);
    expect(inputOf(repository, "only") ?? []).toEqual([]);
    expect(house.ghcr.count({ repository: "acme/hidden", address: RUNNER_ADDRESS, method: "PUT" })).toBe(0);
    expect(await verified()).toBeGreaterThan(first);
    // All is as it was: nobody is told.
    expect(newestOf(repository, check).title).toBe("Synced: 1 copied (3.4 kB)");
    await pass(6 * HOUR);
    expect(runsOf(repository)).toHaveLength(2);

    house.ghcr.store.deleteTag("acme/hidden", "1");
    await pass(2 * DAY);
    expect(newestOf(repository, check).title).toMatch(/^Synced: 1 copied/);
    expect(house.ghcr.store.tags("acme/hidden")).toEqual(["1"]);
  });

  it("a private source is looked at by it each time", async () => {
    house.stock("acme/closed", "1");
    house.hub.store.setVisibility("acme/closed", "private");
    const repository = await house.repository("closed-source");
    const entry = "docker.io/acme/closed:1";
    const check = await publish(house, repository, configOf(entry));
    expect(check.title).toMatch(/^Synced: 1 copied/);
    await pass(6 * HOUR);
    expect(runsOf(repository)).toHaveLength(2);
    // All is as it was: nobody is told.
    expect(newestOf(repository, check).title).toBe("Synced: 1 copied (3.4 kB)");
    const digest = house.stock("acme/closed", "1", "moved");
    await pass(6 * HOUR);
    expect(runsOf(repository)).toHaveLength(3);
    expect(newestOf(repository, check).title).toMatch(/^Synced: 1 updated/);
    expect(house.ghcr.store.manifest("acme/closed", "1")?.digest).toBe(digest);
    expect(house.hub.pullsOf("ada")).toBeGreaterThan(0);
  });
});

/** As the first version wrote it: without the inputs that came later. */
function oldWorkflow() {
  const late = /^ {6}(?:cleared|reserve|remove):\n(?: {8}.*\n)+|^ {10}(?:cleared|reserve|remove): .*\n/gm;
  const text = workflowText(DEFAULT_ACTION).replaceAll(late, "").replace("version 2", "version 1");
  return { [WORKFLOW_PATH]: text };
}
