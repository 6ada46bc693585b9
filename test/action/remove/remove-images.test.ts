import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectPackages } from "../../../sandbox/connect-packages.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { status } from "../../../sandbox/registry/fault-acts.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { type SandboxRegistry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { removeImages } from "../../../src/action/remove/remove-images.ts";
import { parseConfig } from "../../../src/config/parse-config.ts";
import { createAgent, DEFAULT_TIMEOUTS, exchangeOver } from "../../../src/oci/http/exchange.ts";
import { Wire } from "../../../src/oci/http/wire/wire.ts";
import { createRegistries } from "../../../src/reconcile/registries.ts";
import { manifest, openGitHub, SECRET } from "../../sandbox/github/client.ts";
import { instantClock } from "../../scenarios/instant-clock.ts";

const index = generateImage({ seed: "6", platforms: ["linux/amd64", "linux/arm64"] });
const newer = generateImage({ seed: "7" });
const other = generateImage({ seed: "8" });

let ghcr: SandboxRegistry;
let hub: SandboxRegistry;
let github: Awaited<ReturnType<typeof openGitHub>>["github"];
let mirrors: Repository;

beforeEach(async () => {
  ghcr = await startRegistry({ manners: ghcrManners(), auth: { kind: "none" } });
  hub = await startRegistry({ manners: plainManners() });
  ({ github } = await openGitHub({ app: { manifest, webhookSecret: SECRET } }));
  connectPackages(github, ghcr);
  mirrors = await github.createRepository("acme", "mirrors");
  github.install("acme", "all");
  put("acme/redis", "6", index);
  put("acme/redis", "7", newer);
  put("acme/redis", "8", other);
});

afterEach(async () => {
  await Promise.all([github.close(), ghcr.close(), hub.close()]);
  expect(github.violations).toEqual([]);
});

function put(path: string, tag: string, image: typeof index) {
  pushImage(ghcr.store, path, tag, image);
  ghcr.packages.claim(path, mirrors.id);
}

interface Settings {
  /** Lines under `mirrors`. */
  readonly mirrors?: string;
  /** Places of entries that are not meant. */
  readonly skip?: readonly number[];
  readonly signal?: AbortSignal;
}

const pinOf = (tag: string, image = index, name = "redis") =>
  `ghcr.io/acme/${name}:${tag}@${image.root.digest}`;

/** Deletes as a job of `acme/mirrors` with `packages: write`; what became of each, by name and tag. */
async function remove(pins: readonly string[], settings: Settings = {}) {
  const { mirrors: lines = "- redis:8", skip = [], signal = new AbortController().signal } = settings;
  const { config } = parseConfig(`version: 1\nmirrors:\n${lines}\n`);
  if (!config) throw new Error("the config is wrong");
  const { tokens, actionsApp } = github.world;
  const token = tokens.issueForJob(
    { kind: "job", repository: mirrors.id, run: 1, job: 1, permissions: { packages: "write" } },
    actionsApp.id,
  );
  const clock = instantClock();
  await using stack = new AsyncDisposableStack();
  const agent = stack.adopt(createAgent(1), (one) => one.destroy());
  const registries = stack.use(
    createRegistries({
      endpoints: new Map([
        ["ghcr.io", new URL(ghcr.url)],
        ["docker.io", new URL(hub.url)],
      ]),
      keychain: { resolve: async () => undefined },
      concurrency: 4,
      clock,
    }),
  );
  const removals = await removeImages(pins, {
    config: { ...config, entries: config.entries.filter((_, at) => !skip.includes(at)) },
    skipped: config.entries.filter((_, at) => skip.includes(at)),
    place: { registry: "ghcr.io", owner: "acme" },
    registries,
    apiUrl: github.url,
    github: { send: exchangeOver(agent, new Wire(DEFAULT_TIMEOUTS)), token, clock, random: () => 0, signal },
  });
  return Object.fromEntries(
    removals.map(({ destination, result, why }) => [
      destination.slice("ghcr.io/acme/".length),
      why === undefined ? result : `${result}: ${why}`,
    ]),
  );
}

describe("removeImages", () => {
  it("deletes what nothing needs, and leaves what was below it for who restores it", async () => {
    expect(await remove([pinOf("6")])).toEqual({ "redis:6": "deleted" });
    expect(ghcr.store.tags("acme/redis")).toEqual(["7", "8"]);
    expect(ghcr.store.manifest("acme/redis", index.root.digest)).toBeUndefined();
    for (const { descriptor } of index.manifests.slice(0, 2))
      expect(ghcr.store.manifest("acme/redis", descriptor.digest)).toBeDefined();
  });

  it("deletes of several packages, and names with slashes", async () => {
    put("acme/team/app", "1", newer);
    put("acme/team/app", "2", other);
    expect(await remove([pinOf("6"), pinOf("1", newer, "team/app")])).toEqual({
      "redis:6": "deleted",
      "team/app:1": "deleted",
    });
  });

  it("deletes a digest once, with all of its tags", async () => {
    ghcr.store.tag("acme/redis", "6.2", index.root.digest);
    expect(await remove([pinOf("6"), pinOf("6.2")])).toEqual({
      "redis:6": "deleted",
      "redis:6.2": "deleted",
    });
    expect(ghcr.requests.filter(({ method }) => method === "DELETE")).toEqual([]);
  });

  it("keeps a child of what stays", async () => {
    const [{ descriptor } = { descriptor: index.root }] = index.manifests;
    ghcr.store.tag("acme/redis", "6-amd64", descriptor.digest);
    const pin = `ghcr.io/acme/redis:6-amd64@${descriptor.digest}`;
    expect(await remove([pin])).toEqual({ "redis:6-amd64": "kept: 6 refers to it" });
    expect(await remove([pin, pinOf("6")])).toEqual({ "redis:6-amd64": "deleted", "redis:6": "deleted" });
  });

  it("keeps what has changed, is gone, or has another tag", async () => {
    ghcr.store.tag("acme/redis", "latest", newer.root.digest);
    expect(await remove([pinOf("8"), pinOf("5"), pinOf("7", newer)])).toEqual({
      "redis:8": `kept: it has changed since it was brought, to ${other.root.digest}`,
      "redis:5": "kept: GitHub lists no such tag: it is gone already",
      "redis:7": "kept: it is also tagged latest",
    });
  });

  it.each([
    ["an exact tag", "- redis:6"],
    ["a glob that the source has a tag for", '- { source: redis, tags: ["6*"] }'],
    ["a digest", `- redis@${index.root.digest}`],
    ["another source", "- { source: docker.io/acme/copy:6, to: redis }"],
  ])("keeps what the config means by %s", async (_, mirrors) => {
    pushImage(hub.store, "library/redis", "6", index);
    expect(await remove([pinOf("6")], { mirrors })).toEqual({ "redis:6": "kept: the config means it" });
    expect(ghcr.store.tags("acme/redis")).toHaveLength(3);
  });

  it("keeps what a glob would select if its source had not lost it, but for backups of ours", async () => {
    pushImage(hub.store, "library/redis", "8", other);
    const backup = `7-${newer.root.digest.slice("sha256:".length, "sha256:".length + 12)}`;
    ghcr.store.tag("acme/redis", backup, newer.root.digest);
    ghcr.store.tag("acme/redis", "7", other.root.digest);
    const pins = [pinOf("6"), pinOf(backup, newer)];
    expect(await remove(pins, { mirrors: '- { source: redis, tags: ["*"] }' })).toEqual({
      "redis:6": "kept: the config means it",
      [`redis:${backup}`]: "deleted",
    });
  });

  it("deletes what is no longer among the newest that an entry takes", async () => {
    for (const tag of ["6", "7", "8"]) pushImage(hub.store, "library/redis", tag, other);
    const mirrors = '- { source: redis, tags: [{ semver: ">=6", latest: 2 }] }';
    expect(await remove([pinOf("6"), pinOf("7", newer)], { mirrors })).toEqual({
      "redis:6": "deleted",
      "redis:7": "kept: the config means it",
    });
  });

  it("keeps all of a repository that is gone at its source", async () => {
    const { "redis:6": said } = await remove([pinOf("6")], { mirrors: '- { source: redis, tags: ["9*"] }' });
    expect(said).toBe(
      "kept: what the config means could not be found out: there is no docker.io/library/redis",
    );
  });

  it("keeps what it cannot find out about", async () => {
    hub.faults.add({ when: { kind: "tags" }, times: 99, act: status(403) });
    const searching = await remove([pinOf("6")], { mirrors: '- { source: redis, tags: ["*"] }' });
    expect(searching["redis:6"]).toMatch(/^kept: what the config means could not be found out: .*403/);
    ghcr.faults.add({ when: { kind: "manifest", method: "GET" }, times: 99, act: status(403) });
    const reading = await remove([pinOf("6")]);
    expect(reading["redis:6"]).toMatch(/^kept: whether anything refers to it could not be found out: .*403/);
    expect(ghcr.store.tags("acme/redis")).toHaveLength(3);
  });

  it("keeps what an entry is about that is not meant, and asks nobody", async () => {
    const settings = { mirrors: "- alpine:3\n- redis:8", skip: [1] };
    expect(await remove([pinOf("6")], settings)).toEqual({
      "redis:6": "kept: line 4 of the config goes there, and is not for this run",
    });
    expect(ghcr.requests).toEqual([]);
  });

  it("keeps the last version, which GitHub deletes with its package only", async () => {
    put("acme/alone", "1", newer);
    const { "alone:1": said } = await remove([pinOf("1", newer, "alone")]);
    expect(said).toMatch(
      /^kept: GitHub deletes the last version only with its package \(.*\): delete the package by hand$/,
    );
  });

  it("says who has to allow it where the repository has not the role", async () => {
    pushImage(ghcr.store, "acme/foreign", "1", newer);
    const { "foreign:1": said } = await remove([pinOf("1", newer, "foreign"), pinOf("6")]);
    expect(said).toMatch(
      /^failed: GitHub says "Not Found": if it is still there, add this repository with the role Admin under/,
    );
    expect(ghcr.store.tags("acme/redis")).toEqual(["7", "8"]);
  });

  it("ends when it is told to, and deletes nothing more", async () => {
    expect(await remove([pinOf("6")], { signal: AbortSignal.abort() })).toEqual({});
    expect(ghcr.store.tags("acme/redis")).toHaveLength(3);
  });
});
