import { mkdtempSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { loadEnvironmentFile, readEnvironment, readServerEnvironment } from "../src/env.ts";
import { DEFAULT_ACTION } from "../src/workflow/workflow-file.ts";
import { rsaPem } from "./environment/keys.ts";

describe("readEnvironment", () => {
  it("knows nothing where nothing is set", () => {
    expect(readEnvironment({ HOME: "/home/ada" })).toEqual({
      owner: undefined,
      endpoints: undefined,
      dockerConfig: "/home/ada/.docker",
      ghcrToken: undefined,
      githubToken: undefined,
      proxies: {},
      color: undefined,
      dumbTerminal: false,
    });
  });

  it("reads every variable", () => {
    const environment = readEnvironment({
      GITHUB_REPOSITORY_OWNER: "Acme",
      REGISTRY_ENDPOINTS: " docker.io=http://127.0.0.1:5003",
      DOCKER_CONFIG: "/run/docker",
      GHCR_TOKEN: "one",
      GITHUB_TOKEN: "two",
      HTTPS_PROXY: " http://proxy.example:3128",
      HTTP_PROXY: "proxy.example",
      NO_PROXY: "corp.example",
      TERM: "dumb",
    });
    expect(environment).toEqual({
      owner: "Acme",
      endpoints: "docker.io=http://127.0.0.1:5003",
      dockerConfig: "/run/docker",
      ghcrToken: "one",
      githubToken: "two",
      proxies: { https: "http://proxy.example:3128", http: "proxy.example", none: "corp.example" },
      color: undefined,
      dumbTerminal: true,
    });
  });

  it("takes an empty variable for one that is not set", () => {
    const environment = readEnvironment({
      GITHUB_REPOSITORY_OWNER: "",
      GHCR_TOKEN: " ",
      HOME: "",
      DOCKER_CONFIG: "",
    });
    expect(environment.owner).toBeUndefined();
    expect(environment.ghcrToken).toBeUndefined();
    expect(environment.dockerConfig).toBe(`${homedir()}/.docker`);
  });

  it.each([
    [{ https_proxy: "lower", HTTPS_PROXY: "upper" }, { https: "lower" }],
    [{ https_proxy: "", HTTPS_PROXY: "upper" }, { https: "upper" }],
    [{ http_proxy: "lower", HTTP_PROXY: "upper" }, { http: "lower" }],
    [{ no_proxy: "lower", NO_PROXY: "upper" }, { none: "lower" }],
  ])("takes proxies in lower case before those in upper case: %o", (variables, expected) => {
    expect(readEnvironment(variables).proxies).toEqual(expected);
  });

  it.each([
    [{ NO_COLOR: "1" }, false],
    [{ NO_COLOR: "" }, undefined],
    [{ FORCE_COLOR: "1" }, true],
    [{ FORCE_COLOR: "0" }, false],
    [{ FORCE_COLOR: "false" }, false],
    [{ FORCE_COLOR: "3", NO_COLOR: "1" }, true],
  ])("finds the wish for colors in %o", (variables, color) => {
    expect(readEnvironment(variables).color).toBe(color);
  });
});

describe("readServerEnvironment", () => {
  const credentials = {
    APP_ID: "7",
    PRIVATE_KEY: rsaPem.replaceAll("\n", "\\n"),
    WEBHOOK_SECRET: "0123456789abcdef0123",
  };

  it("has a default for all but the credentials", () => {
    expect(readServerEnvironment(credentials)).toEqual({
      kind: "app",
      settings: {
        appId: 7,
        privateKey: rsaPem,
        webhookSecret: credentials.WEBHOOK_SECRET,
        host: "127.0.0.1",
        port: 3000,
        dataDir: "./data",
        databaseUrl: undefined,
        githubApiUrl: "https://api.github.com",
        registryHost: "ghcr.io",
        registryEndpoints: [],
        allowSourceHosts: [],
        publisher: "auto",
        actionReference: DEFAULT_ACTION,
        pullReserve: 20,
        workerConcurrency: 4,
        shutdownTimeout: 30_000,
        logLevel: "info",
        webhookProxyUrl: undefined,
        isProduction: false,
      },
    });
  });

  it("reads every variable", () => {
    const environment = readServerEnvironment({
      ...credentials,
      HOST: "0.0.0.0",
      PORT: "8080",
      DATA_DIR: "/var/lib/mirror",
      DATABASE_URL: "postgres://u:p@db/m",
      GITHUB_API_URL: "http://127.0.0.1:4000",
      REGISTRY_HOST: "localhost:5000",
      REGISTRY_ENDPOINTS: "docker.io=http://127.0.0.1:5003",
      ALLOW_SOURCE_HOSTS: "127.0.0.1:5003",
      PUBLISHER: "app",
      WORKER_CONCURRENCY: "8",
      SHUTDOWN_TIMEOUT: "2m",
      LOG_LEVEL: "debug",
      WEBHOOK_PROXY_URL: "https://smee.io/abc",
      NODE_ENV: "production",
      HTTPS_PROXY: "http://proxy.example:3128",
      NO_PROXY: "corp.example",
    });
    const proxyFor = environment.kind === "app" ? environment.settings.proxyFor : undefined;
    expect(proxyFor?.(new URL("https://ghcr.io"))?.origin.host).toBe("proxy.example:3128");
    expect(proxyFor?.(new URL("https://registry.corp.example"))).toBeUndefined();
    expect(environment).toMatchObject({
      kind: "app",
      settings: {
        host: "0.0.0.0",
        port: 8080,
        dataDir: "/var/lib/mirror",
        databaseUrl: "postgres://u:p@db/m",
        githubApiUrl: "http://127.0.0.1:4000",
        registryHost: "localhost:5000",
        registryEndpoints: [["docker.io", new URL("http://127.0.0.1:5003")]],
        allowSourceHosts: ["127.0.0.1:5003"],
        pullReserve: 20,
        workerConcurrency: 8,
        shutdownTimeout: 120_000,
        logLevel: "debug",
        webhookProxyUrl: new URL("https://smee.io/abc"),
        isProduction: true,
      },
    });
  });

  it("reads the key from a file", () => {
    const { APP_ID, WEBHOOK_SECRET } = credentials;
    const files: Record<string, string> = { "/run/key.pem": rsaPem };
    const environment = readServerEnvironment(
      { APP_ID, WEBHOOK_SECRET, PRIVATE_KEY_PATH: "/run/key.pem" },
      (path) => files[path] ?? "",
    );
    expect(environment).toMatchObject({ kind: "app", settings: { privateKey: rsaPem } });
  });

  it.each([
    [{}, true],
    [{ APP_ID: "", PRIVATE_KEY: " " }, true],
    [{ WEBHOOK_SECRET: credentials.WEBHOOK_SECRET }, true],
    [{ NO_SMEE_SETUP: "true" }, false],
    [{ NODE_ENV: "production" }, false],
  ] satisfies [Record<string, string>, boolean][])("is for setting up with %o", (variables, makesChannel) => {
    expect(readServerEnvironment({ ...variables } as NodeJS.ProcessEnv)).toMatchObject({
      kind: "setup",
      makesChannel,
    });
  });

  it.each([
    [{ APP_ID: "7" }, ["PRIVATE_KEY: is missing", "WEBHOOK_SECRET: is missing"]],
    [{ PRIVATE_KEY: rsaPem }, ["APP_ID: is missing", "WEBHOOK_SECRET: is missing"]],
    [{ ...credentials, WEBHOOK_SECRET: "" }, ["WEBHOOK_SECRET: is missing"]],
    [{ ...credentials, WEBHOOK_SECRET: "development" }, ['WEBHOOK_SECRET: "development" is public']],
    [{ WEBHOOK_SECRET: "development" }, ['WEBHOOK_SECRET: "development" is public']],
    [{ ...credentials, PRIVATE_KEY: "nonsense" }, ["PRIVATE_KEY: is not a PEM file"]],
    [
      { ...credentials, PRIVATE_KEY: "", PRIVATE_KEY_PATH: "/absent" },
      ["PRIVATE_KEY_PATH: the file cannot be read"],
    ],
    [{ ...credentials, PRIVATE_KEY_PATH: "/run/key.pem" }, ["PRIVATE_KEY: is set beside PRIVATE_KEY_PATH"]],
    [
      { ...credentials, PORT: "http", LOG_LEVEL: "loud" },
      ['PORT: "http" is not', 'LOG_LEVEL: "loud" is unknown'],
    ],
    [{ ...credentials, PUBLISHER: "docker" }, ['PUBLISHER: "docker" is unknown; give auto, app, actions']],
    [{ ...credentials, https_proxy: "socks5://proxy.example" }, ["HTTPS_PROXY: names a socks5 proxy; give"]],
    [{ PORT: "70000" }, ['PORT: "70000" is not']],
  ] satisfies [Record<string, string>, string[]][])(
    "tells all that is wrong with case %#",
    (variables, beginnings) => {
      const environment = readServerEnvironment({ ...variables } as NodeJS.ProcessEnv);
      const problems = environment.kind === "faulty" ? environment.problems : [];
      expect(problems).toEqual(beginnings.map((beginning) => expect.stringContaining(beginning)));
      expect(problems.join("")).not.toMatch(/\n/);
    },
  );
});

describe("loadEnvironmentFile", () => {
  const folder = mkdtempSync(join(tmpdir(), "env-"));

  it("takes what is not set, and leaves what is", () => {
    onTestFinished(() => {
      for (const name of ["MIRROR_TEST_A", "MIRROR_TEST_B"]) delete process.env[name];
    });
    process.env["MIRROR_TEST_A"] = "set";
    writeFileSync(join(folder, ".env"), "MIRROR_TEST_A=file\nMIRROR_TEST_B=file\n");
    loadEnvironmentFile(join(folder, ".env"));
    expect([process.env["MIRROR_TEST_A"], process.env["MIRROR_TEST_B"]]).toEqual(["set", "file"]);
  });

  it("does without the file", () => {
    expect(() => loadEnvironmentFile(join(folder, "absent"))).not.toThrow();
  });

  it("tells when the file cannot be read", () => {
    expect(() => loadEnvironmentFile(folder)).toThrow(folder);
  });
});
