import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { Digest } from "../../../src/oci/digest.ts";
import { textOf } from "./config-of.ts";
import { holdUpload } from "./hold-upload.ts";
import { type House, openHouse } from "./open-house.ts";
import { pushPackage, pushUnheard } from "./push-package.ts";
import { TendedRepository } from "./tended-repository.ts";

const DASHBOARD = "report: { issue: dashboard }\n";

let house: House;
/** Of another organization, which has the App: its packages are sources. */
let tools: Repository;
beforeAll(async () => {
  house = await openHouse();
  house.github.createOrganization("base");
  house.github.install("base", "all");
  tools = await house.github.createRepository("base", "tools", { files: { "README.md": "Tools" } });
  await house.settled();
});
afterAll(() => house[Symbol.asyncDispose]());

/** A public package of the other organization, linked to its repository, with an image under `1`. */
function release(name: string): Digest {
  const path = `base/${name}`;
  house.ghcr.packages.link(path, tools.id);
  house.ghcr.store.setVisibility(path, "public");
  return pushPackage(house, path, "1", `${name} one`);
}

/** A repository that mirrors these. */
async function tend(name: string, ...mirrors: readonly string[]): Promise<TendedRepository> {
  const mirror = new TendedRepository(house, await house.repository(name));
  await mirror.push(textOf(...mirrors) + DASHBOARD);
  return mirror;
}

/** What runs a repository has had since its config was pushed, without what they came to. */
async function runs({ conversation }: TendedRepository) {
  return (await conversation.runs()).slice(1).map(({ reason, scope }) => [reason, ...scope]);
}

const digestOf = (name: string, tag = "1") => house.ghcr.store.manifest(name, tag)?.digest;

describe("a push to a package that is a source", () => {
  it("is mirrored at once", async () => {
    const before = release("once");
    const mirror = await tend("once", "ghcr.io/base/once:1");
    expect(digestOf("acme/once")).toBe(before);
    const after = pushPackage(house, "base/once", "1", "once two");
    await house.settled();
    expect(digestOf("acme/once")).toBe(after);
    expect(await runs(mirror)).toEqual([["package", "ghcr.io/base/once:*"]]);
    const check = mirror.conversation.checks("mirror / sync").at(-1);
    expect(check).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 1 updated/),
    });
  });

  it("of an image of many platforms is one run, whatever GitHub tells of its parts", async () => {
    release("wide");
    const mirror = await tend("wide", "ghcr.io/base/wide:1");
    const before = { hooks: house.github.hooks.log.length, requests: house.github.requests.length };
    const after = pushPackage(house, "base/wide", "1", "wide two", [
      "linux/amd64",
      "linux/arm64",
      "linux/arm/v7",
    ]);
    await house.settled();
    const told = house.github.hooks.log.slice(before.hooks);
    expect(told.filter(({ event }) => event === "registry_package")).toHaveLength(4);
    expect(digestOf("acme/wide")).toBe(after);
    expect(await runs(mirror)).toHaveLength(1);
    const asked = house.github.requests.slice(before.requests);
    const checks = asked.filter(({ method, path }) => method === "POST" && path.endsWith("/check-runs"));
    expect(checks).toHaveLength(1);
  });

  it("of many tags is one run, while the repository is busy", async () => {
    release("tags");
    house.stock("library/busy", "1");
    const mirror = await tend(
      "tags",
      '{ source: ghcr.io/base/tags, tags: ["*"] }',
      "docker.io/library/busy:1",
    );
    house.stock("library/busy", "1", "moved");
    const held = holdUpload(house.ghcr, "acme/busy");
    const rerun = mirror.rerun();
    await held.arrived;
    const tags = ["1", "1.1", "1.1.0", "latest"];
    for (const tag of tags) pushPackage(house, "base/tags", tag, "tags two");
    await house.github.settled();
    await house.until(async () => (await house.rows("select 1 from ghcr_mirror.errands")).length === 0);
    held.release();
    await rerun;
    expect(tags.map((tag) => digestOf("acme/tags", tag))).toEqual(
      tags.map((tag) => digestOf("base/tags", tag)),
    );
    expect(await runs(mirror)).toEqual([["rerun"], ["package", "ghcr.io/base/tags:*"]]);
  });

  it("brings what moved with it and was not named", async () => {
    release("named");
    await tend("named", '{ source: ghcr.io/base/named, tags: ["1", latest] }');
    pushUnheard(house, "base/named", "latest", "named two");
    pushPackage(house, "base/named", "1", "named two");
    await house.settled();
    expect(digestOf("acme/named", "latest")).toBe(digestOf("base/named", "latest"));
  });

  it("means nothing where no entry selects its tag", async () => {
    release("other");
    const mirror = await tend("other", "ghcr.io/base/other:1");
    pushPackage(house, "base/other", "2", "other two");
    await house.settled();
    expect(await runs(mirror)).toEqual([]);
  });

  it("means nothing where the config pins a digest", async () => {
    const pinned = release("pinned");
    const mirror = await tend("pinned", `ghcr.io/base/pinned:1@${pinned}`);
    pushPackage(house, "base/pinned", "1", "pinned two");
    await house.settled();
    expect([await runs(mirror), digestOf("acme/pinned")]).toEqual([[], pinned]);
  });

  it("that is told twice, or late, is mirrored once", async () => {
    release("twice");
    const mirror = await tend("twice", "ghcr.io/base/twice:1");
    const first = pushUnheard(house, "base/twice", "1", "twice two");
    const second = pushUnheard(house, "base/twice", "1", "twice three");
    const { packages, hooks } = house.github;
    packages.tell(packages.payloadOf(second));
    await house.settled();
    expect(digestOf("acme/twice")).toBe(second.digest);
    for (const late of [second, first]) packages.tell(packages.payloadOf(late));
    const delivery = hooks.log.findLast(({ event }) => event === "registry_package");
    if (delivery) hooks.redeliver(delivery);
    await house.settled();
    expect(digestOf("acme/twice")).toBe(second.digest);
    expect(await runs(mirror)).toHaveLength(1);
  });

  /** A payload, with what differs in it and in its package. */
  type Payload = Readonly<Record<string, unknown>>;
  const change = (payload: Payload, part: Payload, version: Payload = {}): Payload => {
    const told = payload["registry_package"] as Payload;
    const toldVersion = told["package_version"] as Payload;
    return {
      ...payload,
      registry_package: { ...told, ...part, package_version: { ...toldVersion, ...version } },
    };
  };
  const without = (payload: Payload, ...keys: readonly string[]) =>
    Object.fromEntries(Object.entries(payload).filter(([key]) => !keys.includes(key)));

  it.each<[what: string, change: (payload: Payload) => Payload, event?: "package"]>([
    ["without a repository", (payload) => without(payload, "repository")],
    ["without an installation", (payload) => without(payload, "installation")],
    ["with neither", (payload) => without(payload, "installation", "repository", "organization")],
    ["without container_metadata", (payload) => change(payload, {}, { container_metadata: null })],
    [
      "named `package`",
      (payload) => ({ ...without(payload, "registry_package"), package: payload["registry_package"] }),
      "package",
    ],
    ["of the type docker", (payload) => change(payload, { package_type: "docker" })],
    [
      "in capitals",
      (payload) =>
        change(payload, { package_type: "DOCKER", name: "ODD-IN-CAPITALS", owner: { login: "BASE" } }),
    ],
    ["with a body that is an object", (payload) => change(payload, {}, { body: { repository: {} } })],
    ["that says updated", (payload) => ({ ...payload, action: "updated" })],
  ])("is understood %s", async (what, odd, event) => {
    const at = `odd-${what.replaceAll(/[^a-z]+/g, "-").replace(/-$/, "")}`;
    release(at);
    await tend(at, `ghcr.io/base/${at}:1`);
    const moved = pushUnheard(house, `base/${at}`, "1", `${at} two`);
    const { packages } = house.github;
    packages.tell(odd(packages.payloadOf(moved)), event);
    await house.settled();
    expect(digestOf(`acme/${at}`)).toBe(moved.digest);
  });

  it.each<[what: string, change: (payload: Payload) => Payload]>([
    [
      "with a bare colon, and no other tag",
      (payload) => change(payload, {}, { container_metadata: null, package_url: "ghcr.io/base/any:" }),
    ],
    ["of a package of another kind", (payload) => change(payload, { package_type: "npm" })],
    ["of another action", (payload) => ({ ...payload, action: "deleted" })],
    ["without a package", (payload) => without(payload, "registry_package")],
  ])("means nothing %s", async (what, odd) => {
    const at = `vague-${what.replaceAll(/[^a-z]+/g, "-").replace(/-$/, "")}`;
    release(at);
    const mirror = await tend(at, `ghcr.io/base/${at}:1`);
    const moved = pushUnheard(house, `base/${at}`, "1", `${at} two`);
    const { packages } = house.github;
    packages.tell(odd(packages.payloadOf(moved)));
    await house.settled();
    expect(await runs(mirror)).toEqual([]);
  });
});
