import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { ProbotOctokit } from "probot";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import type { AppManifest } from "../../sandbox/github/app-manifest.ts";
import type { Repository } from "../../sandbox/github/repositories/repository.ts";
import { type SandboxGitHub, startGitHub } from "../../sandbox/github/start-github.ts";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { packagesTokens } from "../../sandbox/packages-tokens.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import type { Manners } from "../../sandbox/registry/manners.ts";
import { type SandboxRegistry, startRegistry } from "../../sandbox/registry/start-registry.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import { examine } from "../../src/doctor/examine.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import type { Patient } from "../../src/doctor/instruments.ts";
import { type InstrumentsOptions, openInstruments } from "../../src/doctor/open-instruments.ts";
import { readDoctorEnvironment, readEnvironment } from "../../src/env.ts";
import { DEFAULT_ACTION, WORKFLOW_PATH, workflowText } from "../../src/workflow/workflow-file.ts";
import { recorder } from "../cli/recorder.ts";
import { image, report } from "../cli/reports.ts";
import { beginJob, leaveResult } from "./app/run-by-hand.ts";

const MANIFEST = parse(readFileSync(new URL("../../app.yml", import.meta.url), "utf8")) as AppManifest;
const FILES = {
  ".github/mirror.yml": `version: 1
mirrors:
  - { source: docker.io/library/redis, tags: ["7"], visibility: public }
  - { source: docker.io/library/vault, tags: ["1"], visibility: private }
`,
  [WORKFLOW_PATH]: workflowText(DEFAULT_ACTION),
};

/** It spaces no requests and repeats none, so that nobody waits. */
const Octokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

interface Ward {
  readonly github: SandboxGitHub;
  readonly ghcr: SandboxRegistry;
  readonly repository: Repository;
  readonly app: { readonly appId: number; readonly privateKey: string };
  /** Of an administrator of the repository. */
  readonly token: string;
  readonly endpoints: ReadonlyMap<string, URL>;
  /** What is found, by name; `who` asks. */
  look(who: Partial<Pick<InstrumentsOptions, "app" | "token">>): Promise<ReadonlyMap<string, Finding>>;
}

/**
 * A GitHub where `Acme` has the App, as it was registered with `manifest`, and a repository with a config; and a GHCR that takes no
 * tokens of Apps.
 */
async function openWard(
  manifest: AppManifest = MANIFEST,
  files: Readonly<Record<string, string>> = FILES,
  manners: Partial<Manners> = { refuseInstallationTokens: true },
): Promise<Ward> {
  const github = await startGitHub({ app: { manifest, webhookSecret: "a secret of the ward 0123456789" } });
  const hub = await startRegistry({ manners: dockerHubManners() });
  const auth = { kind: "token", verify: packagesTokens(github) } as const;
  const ghcr = await startRegistry({ manners: ghcrManners(manners), auth });
  onTestFinished(async () => {
    await Promise.all([github.close(), hub.close(), ghcr.close()]);
    expect(github.violations).toEqual([]);
  });
  github.createOrganization("Acme");
  const repository = await github.createRepository("Acme", "mirrors", { files });
  pushImage(hub.store, "ratelimitpreview/test", "latest", generateImage({ seed: "test" }));
  const { id: appId, privateKey } = github.app;
  const endpoints = new Map([
    ["docker.io", new URL(hub.url)],
    ["ghcr.io", new URL(ghcr.url)],
  ]);
  const patient: Patient = {
    repository: { owner: "Acme", name: "mirrors" },
    registry: "ghcr.io",
    publisher: "auto",
  };
  return {
    github,
    ghcr,
    repository,
    app: { appId, privateKey },
    token: github.createUserToken("octocat"),
    endpoints,
    async look(who) {
      const options = {
        repository: patient.repository,
        registry: patient.registry,
        githubApiUrl: github.url,
        endpoints,
        Octokit,
        ...who,
      };
      await using instruments = openInstruments(options);
      const findings = await examine(patient, instruments, new AbortController().signal);
      return new Map(findings.map((finding) => [finding.name, finding]));
    },
  };
}

/** A package at both ends. */
function publish({ github, ghcr, repository }: Ward, name: string, visibility: "public" | "private") {
  pushImage(ghcr.store, `acme/${name}`, "7", generateImage({ seed: name }));
  ghcr.store.setVisibility(`acme/${name}`, visibility);
  const { source } = github.packages;
  const readers = new Set([repository.id]);
  const known = {
    id: 1,
    visibility,
    repository,
    readers,
    admins: readers,
    versions: [],
    createdAt: new Date(0),
  };
  github.packages.source = {
    ...source,
    find: (owner, wanted) => (owner === "acme" && wanted === name ? known : source.find(owner, wanted)),
  };
}

const statesOf = (findings: ReadonlyMap<string, Finding>) =>
  Object.fromEntries([...findings].map(([name, { state }]) => [name, state]));

describe("the doctor", () => {
  it("sees as the App what GitHub shows to Apps", async () => {
    const ward = await openWard();
    ward.github.install("Acme", "all");
    publish(ward, "redis", "public");
    const findings = await ward.look({ app: ward.app });
    expect(statesOf(findings)).toEqual({
      "App permissions": "good",
      Webhook: "bad",
      Config: "good",
      Publisher: "good",
      "Workflow file": "good",
      "Workflow enabled": "good",
      "GitHub Actions": "unknown",
      "Workflow permissions": "unknown",
      "Last refusals": "unknown",
      "Package: ghcr.io/acme/redis": "unknown",
      "Package: ghcr.io/acme/vault": "unknown",
      "Visibility: ghcr.io/acme/redis": "good",
      "Visibility: ghcr.io/acme/vault": "good",
      "Package creation": "unknown",
      "Name case": "good",
      "Layer limits": "unknown",
      "Pull limit: docker.io, asked here": "good",
    });
    expect(findings.get("Package: ghcr.io/acme/redis")?.words).toMatch(/exists and is public.*packages API/);
    expect(findings.get("Name case")?.words).toMatch("`ghcr.io/acme/…`");
  });

  it("sees what the last run of the workflow met, by what it has left", async () => {
    const ward = await openWard();
    ward.github.install("Acme", "all");
    const inputs = {
      run: "0193f4a2-7b1c-7d3e-8f00-1234567890ab",
      commit: "c".repeat(40),
      config: ".github/mirror.yml",
      destination: "ghcr.io/acme",
    };
    const order = { workflow: "ghcr-mirror.yml", ref: "main", inputs };
    const run = await ward.github.actions.dispatch(ward.repository, order);
    expect((await ward.look({ app: ward.app })).get("Last refusals")).toMatchObject({
      state: "unknown",
      words: "Run 1 of the workflow has not ended.",
    });
    beginJob(run);
    const message = "403 DENIED: permission_denied: write_package";
    const refused = image({
      destination: "ghcr.io/acme/vault:1",
      result: "failed",
      error: { code: "DENIED", side: "destination", message },
    });
    const pullLimit = { registry: "docker.io", limit: 100, remaining: 3, window: 21_600 };
    await leaveResult(run, { ...report([image(), refused]), pullLimits: [pullLimit] });
    run.complete("failure");
    const findings = await ward.look({ app: ward.app });
    expect(findings.get("Last refusals: ghcr.io/acme/vault:1")).toMatchObject({
      state: "bad",
      remedy: expect.stringContaining("Manage Actions access"),
    });
    expect(findings.get("Package: ghcr.io/acme/redis")?.words).toBe("The last run wrote it.");
    expect(findings.get("Pull limit: docker.io, last job")).toMatchObject({
      state: "warning",
      words: "3 of 100 pulls in 6 h are left.",
    });
    run.artifacts[0]?.expire();
    expect((await ward.look({ app: ward.app })).get("Last refusals")?.words).toMatch(
      /^Run 1 of the workflow says nothing: the artifact “ghcr-mirror-1-0” is not there\.$/,
    );
  });

  it("sees as an administrator what GitHub shows to people", async () => {
    const ward = await openWard();
    publish(ward, "redis", "private");
    ward.github.actions.of(ward.repository).settings.isEnabled = false;
    const findings = await ward.look({ token: ward.token });
    expect(statesOf(findings)).toMatchObject({
      "App permissions": "unknown",
      Webhook: "unknown",
      Config: "good",
      Publisher: "unknown",
      "GitHub Actions": "bad",
      "Workflow permissions": "good",
      "Package: ghcr.io/acme/redis": "good",
      "Package: ghcr.io/acme/vault": "unknown",
      "Visibility: ghcr.io/acme/redis": "bad",
      "Visibility: ghcr.io/acme/vault": "good",
    });
    expect(findings.get("Visibility: ghcr.io/acme/redis")).toMatchObject({
      words: "It is private, and wanted public.",
      link: "https://github.com/orgs/acme/packages/container/redis/settings",
    });
    expect(findings.get("GitHub Actions")?.link).toMatch(/\/Acme\/mirrors\/settings\/actions$/);
  });

  it("sees the most with both", async () => {
    const ward = await openWard();
    ward.github.install("Acme", "all");
    publish(ward, "redis", "public");
    publish(ward, "vault", "private");
    const findings = await ward.look({ app: ward.app, token: ward.token });
    expect([...findings.values()].filter(({ state }) => state === "unknown").map(({ name }) => name)).toEqual(
      ["Last refusals", "Layer limits"],
    );
  });

  it("tells in what words GHCR refuses the App's own token", async () => {
    const ward = await openWard();
    ward.github.install("Acme", "all");
    publish(ward, "redis", "public");
    const finding = (await ward.look({ app: ward.app })).get("Publisher");
    expect(finding?.words).toMatch(
      /^`ghcr\.io\/acme\/redis` refuses .*a workflow writes.*: DENIED: installation not allowed to Write organization package$/,
    );
  });

  it("finds out that GHCR takes the App's own token, and leaves nothing there", async () => {
    const ward = await openWard(MANIFEST, FILES, {});
    ward.github.install("Acme", "all");
    expect((await ward.look({ app: ward.app })).get("Publisher")).toMatchObject({
      state: "good",
      words: expect.stringMatching(/`ghcr\.io\/acme\/redis`, `ghcr\.io\/acme\/vault`: the App writes/),
    });
    const opened = ward.ghcr.requests.filter(({ method, status }) => method === "POST" && status === 202);
    expect(opened).toHaveLength(2);
    // GHCR forgets uploads by itself; it is told all the same.
    expect(ward.ghcr.count({ method: "DELETE", kind: "upload" })).toBe(opened.length);
    expect(ward.ghcr.count({ method: "PATCH" }) + ward.ghcr.count({ method: "PUT" })).toBe(0);
    expect(ward.ghcr.store.hasRepository("acme/redis")).toBe(false);
    const [token, ...more] = ward.github.requests.flatMap(({ operation, body }) =>
      operation === "apps/create-installation-access-token" && body ? [body] : [],
    );
    expect(token).toEqual({ repositories: ["mirrors"], permissions: { packages: "write" } });
    expect(more).toEqual([]);
  });

  it("gives no opinion where GHCR has none", async () => {
    const ward = await openWard();
    ward.github.install("Acme", "all");
    const when = { method: "POST", kind: "upload" } as const;
    ward.ghcr.faults.add({ when, act: status(503), times: Number.POSITIVE_INFINITY });
    expect((await ward.look({ app: ward.app })).get("Publisher")).toMatchObject({
      state: "unknown",
      words: expect.stringContaining("503"),
    });
  });

  it("says where an owner approves what the App lacks", async () => {
    const { actions: _, ...fewer } = MANIFEST.default_permissions ?? {};
    const ward = await openWard({ ...MANIFEST, default_permissions: fewer });
    const installation = ward.github.install("Acme", "all");
    const findings = await ward.look({ app: ward.app });
    expect(findings.get("App permissions")).toMatchObject({
      state: "bad",
      words: expect.stringContaining("`actions: write`"),
    });
    // Without it, the workflow cannot be looked at either.
    expect(findings.get("Workflow enabled")).toMatchObject({ state: "unknown" });
    ward.github.suspend(installation);
    expect((await ward.look({ app: ward.app })).get("App permissions")).toMatchObject({
      state: "bad",
      words: expect.stringContaining("suspended"),
      link: `${ward.github.url}/organizations/Acme/settings/installations/${installation}`,
    });
  });

  it("says that the App is not installed, and sees nothing else", async () => {
    const ward = await openWard();
    const findings = await ward.look({ app: ward.app });
    expect(findings.get("App permissions")).toMatchObject({
      state: "bad",
      words: expect.stringContaining("not installed"),
    });
    expect(findings.get("Config")).toMatchObject({
      state: "unknown",
      words: "GitHub, get the installation: the App is not installed on Acme/mirrors",
    });
  });

  it("tells what became of the last deliveries", async () => {
    const ward = await openWard();
    ward.github.setWebhookUrl("http://127.0.0.1:1/api/github/webhooks");
    ward.github.install("Acme", "all");
    await ward.github.settled();
    const finding = (await ward.look({ app: ward.app })).get("Webhook");
    expect(finding).toMatchObject({
      state: "bad",
      words: expect.stringMatching(/^The last delivery failed.*no answer/),
    });
  });

  it("sees a workflow that is missing, disabled, or old", async () => {
    const { [WORKFLOW_PATH]: _, ...without } = FILES;
    const ward = await openWard(MANIFEST, without);
    const look = () => ward.look({ token: ward.token });
    expect(statesOf(await look())).toMatchObject({ "Workflow file": "bad", "Workflow enabled": "unknown" });

    await ward.repository.commit({
      files: { [WORKFLOW_PATH]: FILES[WORKFLOW_PATH]?.replace(/version \d+/, "version 0") ?? "" },
    });
    ward.github.actions.of(ward.repository).setState("ghcr-mirror.yml", "disabled_inactivity");
    expect(statesOf(await look())).toMatchObject({ "Workflow file": "warning", "Workflow enabled": "bad" });
  });

  it("says that a repository is not there", async () => {
    const ward = await openWard();
    const options = { githubApiUrl: ward.github.url, endpoints: ward.endpoints, Octokit, token: ward.token };
    const place = { repository: { owner: "Acme", name: "nothing" }, registry: "ghcr.io" };
    await using instruments = openInstruments({ ...place, ...options });
    const findings = await examine(
      { ...place, publisher: "auto" },
      instruments,
      new AbortController().signal,
    );
    expect(findings.find(({ name }) => name === "Config")?.words).toMatch(/`Acme\/nothing` does not exist/);
  });

  it("is a command, which shows no secret and spends no pull", async () => {
    const ward = await openWard();
    ward.github.install("Acme", "all");
    const [stdout, stderr] = [recorder(), recorder()];
    const variables = {
      GITHUB_API_URL: ward.github.url,
      GITHUB_REPOSITORY: "Acme/mirrors",
      REGISTRY_ENDPOINTS: [...ward.endpoints].map(([host, url]) => `${host}=${url.origin}`).join(","),
      APP_ID: `${ward.app.appId}`,
      PRIVATE_KEY: ward.app.privateKey,
      WEBHOOK_SECRET: "a secret of the ward 0123456789",
      GH_TOKEN: ward.token,
    };
    const code = await runCommandLine({
      argv: ["doctor", "--json"],
      env: readEnvironment({ HOME: "/nonexistent" }),
      readDoctorEnvironment: () => readDoctorEnvironment(variables),
      stdin: Readable.from([]),
      stdout,
      stderr,
      signal: new AbortController().signal,
      now: () => 0,
    });
    const { findings } = JSON.parse(stdout.text());
    expect(code).toBe(findings.some(({ state }: Finding) => state === "bad") ? 1 : 0);
    expect(findings.find(({ name }: Finding) => name.startsWith("Pull limit"))?.words).toMatch(
      /^100 of 100 pulls/,
    );
    for (const secret of [ward.token, ward.app.privateKey])
      expect(stdout.text() + stderr.text()).not.toContain(secret);
    expect(stderr.text()).toBe("");
  });
});
