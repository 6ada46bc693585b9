import { createEmulator } from "emulate";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { startRegistry } from "../../sandbox/registry/start-registry.ts";
import { startReady } from "./start-process.ts";
import { startRelay } from "./start-relay.ts";
import { usedDataDir } from "./used-data-dir.ts";

/**
 * Judged by a GitHub that is not ours: emulate (https://www.npmjs.com/package/emulate, 0.12.2). What it lacks, and what is done
 * about it here and not in the App:
 *
 * - It numbers deliveries by the clock; GitHub's are GUIDs, and the server takes nothing else. The relay gives them one.
 * - It tells nobody whose an installation token is, as GHCR has to know. The relay sees them issued.
 * - It creates check runs without telling which App made them, and its pushes have neither `deleted` nor `created`: not needed.
 * - It has neither `GET /app/hook/deliveries` nor `GET /installation/repositories`: 404, as on an older Enterprise Server,
 *   which the App is to log and do without.
 * - It has no registry: the sandbox's stand in.
 */
const APP_ID = 4711;
const INSTALLATION = 42;
const SECRET = "a-secret-of-emulate-0123456789";
const TOKEN = "a-token-of-octocat";
const PATIENCE = { timeout: 15_000, interval: 50 };

async function openStage() {
  const relay = await startRelay();
  const permissions = { contents: "read", checks: "write", packages: "write", metadata: "read" };
  const github = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      tokens: { [TOKEN]: { login: "octocat", scopes: ["repo"] } },
      github: {
        users: [{ login: "octocat" }],
        orgs: [{ login: "acme", members: [{ login: "octocat", role: "admin" }] }],
        repos: [{ owner: "acme", name: "mirrors", auto_init: true }],
        apps: [
          {
            app_id: APP_ID,
            slug: "ghcr-mirror",
            name: "ghcr-mirror",
            permissions,
            events: ["push", "check_run", "check_suite", "repository"],
            webhook_url: `${relay.url}/webhooks`,
            webhook_secret: SECRET,
            installations: [
              { installation_id: INSTALLATION, account: "acme", repository_selection: "all", permissions },
            ],
          },
        ],
      },
    },
  });
  relay.targets.api = github.url;
  const hub = await startRegistry({ manners: dockerHubManners() });
  const verify = (token: string) =>
    relay.tokens.has(token) ? ({ account: "acme", packages: "write" } as const) : undefined;
  const ghcr = await startRegistry({ manners: ghcrManners(), auth: { kind: "token", verify } });
  const privateKey =
    github.generatedSecrets.find(({ kind }) => kind === "github.app_private_key")?.value ?? "";
  const server = await startReady({
    APP_ID: String(APP_ID),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: SECRET,
    DATA_DIR: await usedDataDir(),
    GITHUB_API_URL: relay.url,
    REGISTRY_ENDPOINTS: `docker.io=${hub.url},ghcr.io=${ghcr.url}`,
    ALLOW_SOURCE_HOSTS: "127.0.0.1",
  });
  relay.targets.webhooks = `${server.url}/api/github/webhooks`;
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]();
    await Promise.all([github.close(), hub.close(), ghcr.close()]);
    await relay[Symbol.asyncDispose]();
  });
  return { relay, github, hub, ghcr, server };
}

type Stage = Awaited<ReturnType<typeof openStage>>;

/** What is read of its answers. */
interface Answer {
  readonly commit?: { readonly sha: string };
  readonly content?: { readonly sha: string };
  readonly check_runs?: readonly { readonly id: number; readonly output: object }[];
}

/** Asks emulate as a person. */
async function ask({ github }: Stage, method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${github.url}/repos/acme/mirrors/${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const said = (await answer.json()) as Answer;
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(said)}`);
  return said;
}

/** Commits a config; resolves to the commit and the file's blob. */
async function pushConfig(stage: Stage, text: string, replaced?: string) {
  const { commit, content } = await ask(stage, "PUT", "contents/.github/mirror.yml", {
    message: "Mirror",
    content: Buffer.from(text).toString("base64"),
    ...(replaced && { sha: replaced }),
  });
  return { commit: `${commit?.sha}`, blob: `${content?.sha}` };
}

/** Resolves when the one check run of a commit is completed. */
async function completed(stage: Stage, commit: string) {
  return await vi.waitFor(async () => {
    const { check_runs: checks } = await ask(stage, "GET", `commits/${commit}/check-runs?filter=all`);
    expect(checks).toEqual([expect.objectContaining({ status: "completed" })]);
    return checks?.[0];
  }, PATIENCE);
}

describe("the App, judged by another GitHub", () => {
  it("mirrors what a push asks for, and tells; tells also what is wrong with a config", async () => {
    const stage = await openStage();
    const image = generateImage({ seed: "redis", platforms: ["linux/amd64", "linux/arm64"] });
    pushImage(stage.hub.store, "library/redis", "7", image);
    const good = await pushConfig(stage, "version: 1\nmirrors:\n  - docker.io/library/redis:7\n");
    expect(await completed(stage, good.commit)).toMatchObject({
      name: "mirror / sync",
      conclusion: "success",
      external_id: expect.stringMatching(/^[\da-f-]{36}$/),
      output: {
        title: expect.stringMatching(/^Synced: 1 copied/),
        summary: expect.stringContaining("redis:7"),
      },
    });
    expect(stage.ghcr.store.manifest("acme/redis", "7")?.digest).toBe(image.root.digest);

    const bad = await pushConfig(
      stage,
      "version: 1\nmirrors:\n  - docker.io/library/redis:7\nmirors: []\n",
      good.blob,
    );
    const check = await completed(stage, bad.commit);
    expect(check).toMatchObject({
      conclusion: "failure",
      output: { title: expect.stringMatching(/^1 problem in/), annotations_count: 1 },
    });
    expect(await ask(stage, "GET", `check-runs/${check?.id}/annotations`)).toMatchObject({
      check_annotations: [{ path: ".github/mirror.yml", start_line: 4, annotation_level: "failure" }],
    });
    // What this GitHub lacks has kept nobody from anything; and it has found nothing wrong with what it was asked.
    const refused = stage.relay.requests.filter(({ status }) => status >= 400);
    expect(new Set(refused.map(({ status, path }) => `${status} ${path.split("?")[0]}`))).toEqual(
      new Set([
        "404 /app/hook/deliveries",
        "404 /installation/repositories",
        // The organization has no policy.
        "404 /repos/acme/.github/commits/HEAD",
      ]),
    );
    expect(stage.server.output).toContain("this GitHub has no API for that; it is done without");
  });
});
