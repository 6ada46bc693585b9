import { describe, expect, it } from "vitest";
import { examine } from "../../src/doctor/examine.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { OutOfSight } from "../../src/doctor/out-of-sight.ts";
import { GitHubError } from "../../src/github/github-error.ts";
import { type Ailments, fakeInstruments, PATIENT } from "./fake-instruments.ts";

const never = new AbortController().signal;
const look = (ailments?: Ailments) => examine(PATIENT, fakeInstruments(ailments), never);
const stateOf = (findings: readonly Finding[], name: string) =>
  findings.filter((finding) => finding.name.startsWith(name)).map(({ state }) => state);

const broken = async () => {
  throw new GitHubError("UNAVAILABLE", "look", "is down", 503);
};

describe("examine", () => {
  it("finds nothing where all is well", async () => {
    const findings = await look();
    expect(findings.filter(({ state }) => state !== "good")).toEqual([]);
    expect(findings.map(({ name }) => name)).toEqual([
      "App permissions",
      "Webhook",
      "Config",
      "Publisher",
      "Workflow file",
      "Workflow enabled",
      "GitHub Actions",
      "Workflow permissions",
      "Last refusals",
      "Package: ghcr.io/acme/redis",
      "Package: ghcr.io/acme/vault",
      "Visibility: ghcr.io/acme/redis",
      "Package creation",
      "Name case",
      "Layer limits",
      "Pull limit: docker.io, asked here",
    ]);
  });

  it.each<[string, Ailments, readonly string[]]>([
    ["the App's permissions", { settings: { installedApp: broken } }, ["App permissions"]],
    ["app.yml", { wanted: broken }, ["App permissions"]],
    ["the webhook", { settings: { webhook: broken } }, ["Webhook"]],
    ["the settings of Actions", { settings: { actions: broken } }, ["GitHub Actions"]],
    ["the workflow", { github: { actions: { workflow: broken } } }, ["Workflow enabled"]],
    ["the last run", { lastRun: broken }, ["Last refusals", "Layer limits"]],
    ["whether the registry takes the App's token", { probe: broken }, ["Publisher"]],
    ["Docker Hub", { registry: { pullLimit: broken } }, ["Pull limit"]],
    [
      "the repository",
      { github: { repository: broken } },
      [
        "Config",
        "Publisher",
        "Workflow file",
        "Workflow enabled",
        "GitHub Actions",
        "Workflow permissions",
        "Package",
        "Visibility",
      ],
    ],
  ])("says in a finding that %s could not be looked at", async (_, ailments, names) => {
    const unknown = (await look(ailments)).filter(({ state }) => state !== "good");
    expect(unknown.map(({ state }) => state)).toEqual(unknown.map(() => "unknown"));
    for (const name of names) expect(stateOf(unknown, name)).toContain("unknown");
    expect(new Set(unknown.map(({ name }) => name.split(":")[0])).size).toBeLessThanOrEqual(names.length + 1);
  });

  it("keeps the words of the failure", async () => {
    const [finding] = (await look({ settings: { webhook: broken } })).filter(
      ({ name }) => name === "Webhook",
    );
    expect(finding).toEqual({ name: "Webhook", state: "unknown", words: "GitHub, look: 503 is down" });
  });

  it("finds a credential bad that GitHub does not take", async () => {
    const repository = async () => {
      throw new GitHubError("UNAUTHORIZED", "get a repository", "Bad credentials", 401);
    };
    const [finding] = (await look({ github: { repository } })).filter(({ name }) => name === "Config");
    expect(finding).toMatchObject({ state: "bad", words: "GitHub, get a repository: 401 Bad credentials" });
    expect(finding?.remedy).toContain("`GH_TOKEN`");
  });

  it("says with which credential something can be seen", async () => {
    const installedApp = async () => {
      throw new OutOfSight("Not with this one.", "Take the other one.");
    };
    const [finding] = await look({ settings: { installedApp } });
    expect(finding).toEqual({
      name: "App permissions",
      state: "unknown",
      words: "Not with this one.",
      remedy: "Take the other one.",
    });
  });

  it("says that a repository is out of reach", async () => {
    const findings = await look({ github: { repository: async () => undefined } });
    expect(findings.find(({ name }) => name === "Config")).toMatchObject({
      state: "unknown",
      words: "`acme/mirrors` does not exist, or is out of reach with this credential.",
    });
  });

  it("leaves out the workflow where the App carries the bytes", async () => {
    const findings = await examine({ ...PATIENT, publisher: "app" }, fakeInstruments(), never);
    expect(findings.map(({ name }) => name).filter((name) => /workflow|actions/i.test(name))).toEqual([]);
  });

  it("looks up once what several checks need", async () => {
    let asked = 0;
    const { github } = fakeInstruments();
    await look({
      github: {
        repository: (...call) => {
          asked += 1;
          return github.repository(...call);
        },
      },
    });
    expect(asked).toBe(1);
  });

  it("tells what is known when others do not come to an end", async () => {
    const silent = () => new Promise<never>(() => {});
    const findings = await examine(PATIENT, fakeInstruments({ settings: { webhook: silent } }), never, 50);
    expect(findings.find(({ name }) => name === "Webhook")).toEqual({
      name: "Webhook",
      state: "unknown",
      words: "There was no answer within 0.05 s.",
      remedy: "Try again.",
    });
    expect(stateOf(findings, "Config")).toEqual(["good"]);
  });

  it("ends when nobody waits for it any longer", async () => {
    const leave = new AbortController();
    const silent = () => new Promise<never>(() => {});
    const left = examine(PATIENT, fakeInstruments({ settings: { webhook: silent } }), leave.signal);
    leave.abort(new Error("gone"));
    await expect(left).rejects.toThrow("gone");
  });
});
