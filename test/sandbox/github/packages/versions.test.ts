import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectPackages } from "../../../../sandbox/connect-packages.ts";
import type { Access } from "../../../../sandbox/github/actor.ts";
import type { Repository } from "../../../../sandbox/github/repositories/repository.ts";
import { generateImage } from "../../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../../sandbox/images/push-image.ts";
import { ghcrManners } from "../../../../sandbox/registry/ghcr-manners.ts";
import { type SandboxRegistry, startRegistry } from "../../../../sandbox/registry/start-registry.ts";
import { manifest, openGitHub, SECRET } from "../client.ts";

const DAY = 24 * 3_600_000;
const REDIS = "/orgs/acme/packages/container/library%2Fredis";
const index = generateImage({ seed: "versions", platforms: ["linux/amd64", "linux/arm64"] });
const newer = generateImage({ seed: "versions, newer" });

interface Shown {
  readonly id: number;
  readonly name: string;
  readonly metadata: { readonly container: { readonly tags: readonly string[] } };
}

let time: number;
let ghcr: SandboxRegistry;
let hub: Awaited<ReturnType<typeof openGitHub>>;
let mirrors: Repository;
/** Of a job of `mirrors`, with `packages: write`. */
let token: string;

beforeEach(async () => {
  time = Date.now();
  const now = () => time;
  ghcr = await startRegistry({ manners: ghcrManners(), now });
  hub = await openGitHub({ app: { manifest, webhookSecret: SECRET } });
  connectPackages(hub.github, ghcr);
  mirrors = await hub.github.createRepository("acme", "mirrors");
  hub.github.install("acme", "all");
  token = openJobToken(mirrors, { packages: "write" });
  pushImage(ghcr.store, "acme/library/redis", "7", index);
  time += 1000;
  pushImage(ghcr.store, "acme/library/redis", "8", newer);
  ghcr.store.tag("acme/library/redis", "latest", newer.root.digest);
  ghcr.packages.claim("acme/library/redis", mirrors.id);
});

afterEach(async () => {
  await Promise.all([hub.github.close(), ghcr.close()]);
  expect(hub.github.violations).toEqual([]);
});

function openJobToken({ id }: Repository, permissions: Readonly<Record<string, Access>>): string {
  const { tokens, actionsApp } = hub.github.world;
  return tokens.issueForJob({ kind: "job", repository: id, run: 1, job: 1, permissions }, actionsApp.id);
}

const list = async (query = "", path = REDIS): Promise<Shown[]> =>
  (await hub.ask(`${path}/versions${query}`, { token })).body;
const idOf = async (digest: string) =>
  (await list("?per_page=100")).find(({ name }) => name === digest)?.id ?? 0;
const remove = (id: number, who = token) =>
  hub.ask(`${REDIS}/versions/${id}`, { method: "DELETE", token: who });
const restore = (id: number, who = token) =>
  hub.ask(`${REDIS}/versions/${id}/restore`, { method: "POST", token: who });

describe("the versions of a package", () => {
  it("are its manifests, the latest first, with their tags", async () => {
    const versions = await list();
    expect(versions.map(({ name, metadata }) => [name, metadata.container.tags])).toEqual([
      [newer.root.digest, ["8", "latest"]],
      [index.root.digest, ["7"]],
      [index.manifests[1]?.descriptor.digest, []],
      [index.manifests[0]?.descriptor.digest, []],
    ]);
    const id = versions[0]?.id;
    expect((await hub.ask(`${REDIS}/versions/${id}`, { token })).body).toEqual(versions[0]);
    expect(versions[0]).toMatchObject({
      url: `${hub.github.url}${REDIS}/versions/${id}`,
      html_url: `${hub.github.url}${REDIS}/${id}`,
      metadata: { package_type: "container" },
    });
    expect((await hub.ask(REDIS, { token })).body).toMatchObject({ name: "library/redis", version_count: 4 });
  });

  it("come in pages", async () => {
    const { headers, body } = await hub.ask(`${REDIS}/versions?per_page=3`, { token });
    expect(body).toHaveLength(3);
    expect(headers.get("link")).toContain("page=2");
    expect(await list("?per_page=3&page=2")).toHaveLength(1);
  });

  it("are a user's in the same way", async () => {
    hub.github.createUser("ann");
    pushImage(ghcr.store, "ann/app", "1", newer);
    ghcr.packages.claim("ann/app", mirrors.id);
    const path = "/users/ann/packages/container/app";
    const [version] = await list("?per_page=100&page=1", path);
    expect(version).toMatchObject({ name: newer.root.digest });
    expect((await hub.ask(path, { token })).body).toMatchObject({ owner: { login: "ann" } });
    expect((await hub.ask("/orgs/ann/packages/container/app", { token })).status).toBe(404);
    expect((await hub.ask("/users/acme/packages/container/library%2Fredis", { token })).status).toBe(404);
  });
});

describe("a version that is deleted", () => {
  it("is gone from the registry with its tags, children stay, and it can be brought back", async () => {
    const { store } = ghcr;
    const id = await idOf(index.root.digest);
    expect((await remove(id)).status).toBe(204);
    expect(store.manifest("acme/library/redis", "7")).toBeUndefined();
    expect(store.tags("acme/library/redis")).toEqual(["8", "latest"]);
    expect((await list()).map(({ name }) => name)).toHaveLength(3);
    expect((await remove(id)).status).toBe(404);
    const [deleted] = await list("?state=deleted");
    expect(deleted).toMatchObject({ id, name: index.root.digest, deleted_at: expect.any(String) });

    expect((await restore(id)).status).toBe(204);
    expect(store.manifest("acme/library/redis", "7")?.digest).toBe(index.root.digest);
    expect(await idOf(index.root.digest)).toBe(id);
    expect(await list("?state=deleted")).toEqual([]);
    expect((await restore(id)).status).toBe(404);
  });

  it("gets back no tag that something else has by then", async () => {
    const id = await idOf(index.root.digest);
    await remove(id);
    ghcr.store.tag("acme/library/redis", "7", newer.root.digest);
    await restore(id);
    expect(ghcr.store.manifest("acme/library/redis", "7")?.digest).toBe(newer.root.digest);
  });

  it("is another version when it is pushed again", async () => {
    const id = await idOf(newer.root.digest);
    await remove(id);
    pushImage(ghcr.store, "acme/library/redis", "8", newer);
    expect(await idOf(newer.root.digest)).not.toBe(id);
  });

  it("cannot be the last one that is tagged, nor the last one", async () => {
    await remove(await idOf(newer.root.digest));
    const refused = await remove(await idOf(index.root.digest));
    expect([refused.status, refused.body.message]).toEqual([
      400,
      "You cannot delete the last tagged version of a package. You must delete the package instead.",
    ]);
    ghcr.store.deleteTag("acme/library/redis", "7");
    for (const { id } of (await list()).slice(1)) expect((await remove(id)).status).toBe(204);
    const [last] = await list();
    expect(await remove(last?.id ?? 0)).toMatchObject({
      status: 400,
      body: {
        message: "You cannot delete the last version of a package. You must delete the package instead.",
      },
    });
  });

  it("cannot be public and popular", async () => {
    const id = await idOf(newer.root.digest);
    hub.github.packages.versions.popular.add(id);
    ghcr.store.setVisibility("acme/library/redis", "public");
    expect(await remove(id)).toMatchObject({ status: 400 });
    ghcr.store.setVisibility("acme/library/redis", "private");
    expect((await remove(id)).status).toBe(204);
  });
});

it("what was deleted can be restored for 30 days", async () => {
  let now = Date.now();
  const { github, ask } = await openGitHub({ now: () => new Date(now) });
  await using _ = github;
  connectPackages(github, ghcr);
  const ann = github.createUserToken(github.createUser("ann").login);
  for (const image of [index, newer]) pushImage(ghcr.store, "ann/app", image.root.digest.slice(-8), image);
  const path = "/users/ann/packages/container/app/versions";
  const [version] = (await ask(path, { token: ann })).body;
  const undo = () => ask(`${path}/${version.id}/restore`, { method: "POST", token: ann });
  const drop = () => ask(`${path}/${version.id}`, { method: "DELETE", token: ann });
  await drop();
  now += 30 * DAY - 1;
  expect((await undo()).status).toBe(204);
  await drop();
  now += 30 * DAY;
  expect((await undo()).status).toBe(404);
});

describe("who may delete a version", () => {
  it("is no App, whatever it may", async () => {
    const app = await hub.tokenOf(hub.github.installations()[0] ?? 0);
    const id = await idOf(newer.root.digest);
    for (const answer of [
      await remove(id, app),
      await restore(id, app),
      await hub.ask(`${REDIS}/versions`, { token: app }),
    ]) {
      expect([answer.status, answer.body.message]).toEqual([403, "Resource not accessible by integration"]);
    }
  });

  it("is no job that may only read packages", async () => {
    const reader = openJobToken(mirrors, { packages: "read" });
    const id = await idOf(newer.root.digest);
    expect(await remove(id, reader)).toMatchObject({
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
    expect((await hub.ask(`${REDIS}/versions/${id}`, { token: reader })).status).toBe(200);
  });

  it("is no job whose repository does not administer the package", async () => {
    const id = await idOf(newer.root.digest);
    const other = await hub.github.createRepository("acme", "other");
    const writer = openJobToken(other, { packages: "write" });
    ghcr.packages.grant("acme/library/redis", other.id, "write");
    expect((await hub.ask(`${REDIS}/versions`, { token: writer })).status).toBe(200);
    expect(await remove(id, writer)).toMatchObject({ status: 404, body: { message: "Package not found." } });
    expect((await hub.ask(`${REDIS}/versions?state=deleted`, { token: writer })).status).toBe(404);
    ghcr.packages.grant("acme/library/redis", other.id, "admin");
    expect((await remove(id, writer)).status).toBe(204);
  });

  it("is, of people, who administers its repository", async () => {
    const id = await idOf(newer.root.digest);
    const stranger = hub.github.createUserToken(hub.github.createUser("stranger").login);
    expect((await remove(id, stranger)).status).toBe(404);
    expect((await remove(id, hub.github.createUserToken("octocat"))).status).toBe(204);
    expect((await hub.ask(`${REDIS}/versions/${id}`, { method: "DELETE" })).status).toBe(401);
  });
});
