import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { manifest, openGitHub, SECRET } from "./client.ts";
import { openReceiver } from "./receiver.ts";

let now: Date;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let hub: Awaited<ReturnType<typeof openGitHub>>;
let repository: Repository;

beforeEach(async () => {
  now = new Date("2026-11-21T12:00:00Z");
  receiver = await openReceiver();
  hub = await openGitHub({ now: () => now });
  hub.github.setWebhookUrl(receiver.url);
  repository = await hub.github.createRepository("acme", "mirrors", { files: { "a.txt": "a" } });
});

afterEach(async () => {
  await hub.github.settled();
  expect(hub.github.violations).toEqual([]);
  await hub.github.close();
  await receiver.close();
});

const events = () => receiver.received.map(({ headers }) => headers["x-github-event"]);
const deliveries = async (query = "") =>
  (await hub.ask(`/app/hook/deliveries${query}`, { token: hub.jwt() })).body;

describe("webhooks", () => {
  it("tell nobody where the App is not installed", async () => {
    await repository.commit({ files: { "b.txt": "b" } });
    await hub.github.settled();
    expect(events()).toEqual([]);
  });

  it("are signed, typed and named", async () => {
    const id = hub.github.install("acme", [repository]);
    await hub.github.settled();
    const [{ headers, body, payload } = { headers: {}, body: Buffer.of(), payload: {} }] = receiver.received;
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-github-event": "installation",
      "x-github-hook-installation-target-type": "integration",
      "x-github-hook-installation-target-id": String(hub.github.app.id),
      "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
    });
    expect(headers["x-github-delivery"]).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(headers["user-agent"]).toMatch(/^GitHub-Hookshot\//);
    expect(payload).toMatchObject({
      action: "created",
      installation: {
        id,
        repository_selection: "selected",
        account: { login: "acme", type: "Organization" },
      },
      repositories: [{ id: repository.id, full_name: "acme/mirrors", private: false }],
      sender: { login: "octocat" },
    });
  });

  it("tell of a push with everything around it", async () => {
    const id = hub.github.install("acme", "all");
    const before = await repository.commit({ files: { "b.txt": "b" } });
    const after = await repository.commit({ files: { ".github/mirror.yml": "" } });
    await hub.github.settled();
    const pushes = receiver.received.filter(({ headers }) => headers["x-github-event"] === "push");
    expect(pushes).toHaveLength(2);
    expect(pushes.find(({ payload }) => payload.after === after)?.payload).toMatchObject({
      ref: "refs/heads/main",
      before,
      repository: { id: repository.id, full_name: "acme/mirrors", default_branch: "main" },
      organization: { login: "acme" },
      installation: { id },
      sender: { login: "octocat" },
    });
  });

  it("are only what the App listens to", async () => {
    hub.github.install("acme", "all");
    const author = hub.github.world.app.owner;
    repository.tell("label", { action: "created" }, author);
    repository.tell("star", { action: "created" }, author);
    repository.archive();
    await hub.github.settled();
    expect(events()).toEqual(["installation", "repository"]);
  });

  it("follow the installation", async () => {
    const other = await hub.github.createRepository("acme", "other");
    const id = hub.github.install("acme", [repository]);
    other.archive();
    hub.github.addRepositories(id, [other]);
    other.unarchive();
    hub.github.removeRepositories(id, [repository]);
    repository.archive();
    hub.github.suspend(id);
    other.archive();
    hub.github.unsuspend(id);
    hub.github.uninstall(id);
    other.unarchive();
    await hub.github.settled();
    const told = hub.github.hooks.log.map(({ event, action }) => `${event} ${action}`);
    expect(told).toEqual([
      "installation created",
      "installation_repositories added",
      "repository unarchived",
      "installation_repositories removed",
      "installation suspend",
      "installation unsuspend",
      "installation deleted",
    ]);
  });
});

describe("the delivery log", () => {
  it("says who did not answer in time", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const webhookUrl = `http://127.0.0.1:${port}/`;
    const app = { manifest, webhookSecret: SECRET, webhookUrl, webhookTimeout: 20 };
    const { github } = await openGitHub({ app });
    github.install("acme", "all");
    await github.settled();
    expect(github.hooks.log).toMatchObject([{ status: "timed out", statusCode: 0 }]);
    await github.close();
    silent.close();
  });

  it("says what came of each, newest first", async () => {
    hub.github.install("acme", "all");
    await hub.github.settled();
    receiver.status = 500;
    repository.archive();
    await hub.github.settled();
    hub.github.setWebhookUrl("http://127.0.0.1:1/");
    repository.unarchive();
    await hub.github.settled();
    expect(await deliveries()).toMatchObject([
      { event: "repository", action: "unarchived", status: "failed to connect to host", status_code: 0 },
      { event: "repository", action: "archived", status: "Invalid HTTP Response: 500", status_code: 500 },
      { event: "installation", status: "OK", status_code: 202, redelivery: false, repository_id: null },
    ]);
    expect(await deliveries("?status=failure")).toHaveLength(2);
  });

  it("is paged by a cursor that stays where it was", async () => {
    hub.github.install("acme", "all");
    for (let index = 0; index < 4; index += 1) index % 2 ? repository.unarchive() : repository.archive();
    await hub.github.settled();
    const first = await hub.ask("/app/hook/deliveries?per_page=2", { token: hub.jwt() });
    repository.archive();
    await hub.github.settled();
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const second = await hub.ask(next, { token: hub.jwt() });
    const seen = [...first.body, ...second.body].map(({ id }) => id);
    expect(seen).toEqual(
      hub.github.hooks.log
        .slice(1, 5)
        .map(({ id }) => id)
        .toReversed(),
    );
  });

  it("forgets after three days", async () => {
    hub.github.install("acme", "all");
    await hub.github.settled();
    const [{ id }] = await deliveries();
    now = new Date(now.getTime() + 3 * 86_400_000);
    expect(await deliveries()).toEqual([]);
    expect((await hub.ask(`/app/hook/deliveries/${id}`, { token: hub.jwt() })).status).toBe(404);
  });

  it("sends again with the same id and the same bytes", async () => {
    receiver.status = 503;
    hub.github.install("acme", "all");
    await hub.github.settled();
    receiver.status = 200;
    const [{ id, guid }] = await deliveries();
    const path = `/app/hook/deliveries/${id}`;
    expect((await hub.ask(path, { token: hub.jwt() })).body.request.payload.action).toBe("created");
    expect((await hub.ask(`${path}/attempts`, { method: "POST", token: hub.jwt() })).status).toBe(202);
    await hub.github.settled();
    const [failed, again] = receiver.received;
    expect(again?.headers["x-github-delivery"]).toBe(guid);
    expect(again?.body).toEqual(failed?.body);
    expect(await deliveries()).toMatchObject([
      { guid, redelivery: true, status: "OK" },
      { guid, redelivery: false },
    ]);
  });
});

describe("faults of delivery", () => {
  it("lose, double and delay", async () => {
    const { faults } = hub.github.hooks;
    const late = Promise.withResolvers<void>();
    faults.add({ fault: { kind: "lose" }, when: ({ event }) => event === "installation" });
    faults.add({ fault: { kind: "duplicate" }, when: ({ action }) => action === "archived" });
    faults.add({
      fault: { kind: "delay", until: late.promise },
      when: ({ action }) => action === "unarchived",
    });
    hub.github.install("acme", "all");
    repository.archive();
    repository.unarchive();
    repository.rename("copies");
    const actions = () => receiver.received.map(({ payload }) => payload.action);
    await expect.poll(actions).toEqual(["archived", "archived", "renamed"]);
    late.resolve();
    await hub.github.settled();
    expect(actions()).toEqual(["archived", "archived", "renamed", "unarchived"]);
    expect(await deliveries("?status=failure")).toMatchObject([{ event: "installation" }]);
  });
});
