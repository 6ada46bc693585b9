import { describe, expect, it } from "vitest";
import { judgeAppPermissions } from "../../../src/doctor/checks/app-permissions.ts";
import { examine } from "../../../src/doctor/examine.ts";
import type { AppRights, InstalledApp } from "../../../src/github/settings.ts";
import { fakeInstruments, PATIENT, WANTED } from "../fake-instruments.ts";

const INSTALLATION = "https://github.com/organizations/acme/settings/installations/7";
const REGISTRATION = "https://github.com/organizations/acme/settings/apps/mirror";

function app(changes: Partial<InstalledApp>): InstalledApp {
  return {
    asked: WANTED,
    granted: WANTED,
    isSuspended: false,
    installationPage: INSTALLATION,
    registrationPage: REGISTRATION,
    ...changes,
  };
}

const without = (permission: string): AppRights => ({
  ...WANTED,
  permissions: Object.fromEntries(Object.entries(WANTED.permissions).filter(([name]) => name !== permission)),
});
const deaf = { ...WANTED, events: ["push", "check_run"] };

describe("judgeAppPermissions", () => {
  it.each<[string, Partial<InstalledApp>, string, string, string | undefined]>([
    ["all is approved", {}, "good", "What `app.yml` asks for is approved.", undefined],
    [
      "more is approved",
      { granted: { ...WANTED, permissions: { ...WANTED.permissions, contents: "write", issues: "write" } } },
      "good",
      "What `app.yml` asks for is approved.",
      undefined,
    ],
    [
      "a permission waits for an owner",
      { granted: without("actions") },
      "bad",
      "Waits for an owner's approval: `actions: write`.",
      INSTALLATION,
    ],
    [
      "a permission is approved at a lower level",
      { granted: { ...WANTED, permissions: { ...WANTED.permissions, checks: "read" } } },
      "bad",
      "Waits for an owner's approval: `checks: write`.",
      INSTALLATION,
    ],
    [
      "the App was registered for less",
      { asked: without("actions"), granted: without("actions") },
      "bad",
      "The App does not ask for what `app.yml` has: `actions: write`.",
      `${REGISTRATION}/permissions`,
    ],
    [
      "nobody knows whose App it is",
      { asked: without("actions"), registrationPage: undefined },
      "bad",
      "The App does not ask for what `app.yml` has: `actions: write`.",
      undefined,
    ],
    [
      "an event waits for an owner",
      { granted: deaf },
      "warning",
      "The App is not told of these events, and learns of them late or not at all: `workflow_run`.",
      INSTALLATION,
    ],
    [
      "the App was not subscribed to an event",
      { asked: deaf, granted: deaf },
      "warning",
      "The App is not told of these events, and learns of them late or not at all: `workflow_run`.",
      `${REGISTRATION}/permissions`,
    ],
    [
      "it is suspended",
      { isSuspended: true, granted: without("actions") },
      "bad",
      "The installation is suspended: GitHub refuses everything that the App asks.",
      INSTALLATION,
    ],
  ])("when %s", (_, changes, state, words, link) => {
    const findings = judgeAppPermissions(WANTED, app(changes));
    expect(findings.map((finding) => [finding.state, finding.words, finding.link])).toEqual([
      [state, words, link],
    ]);
    expect(findings[0]?.remedy === undefined).toBe(state === "good");
  });

  it("tells what is not asked for apart from what is not approved", () => {
    const findings = judgeAppPermissions(
      WANTED,
      app({ asked: without("actions"), granted: { permissions: {}, events: WANTED.events } }),
    );
    expect(findings.map(({ words }) => words)).toEqual([
      "The App does not ask for what `app.yml` has: `actions: write`.",
      "Waits for an owner's approval: `contents: read`, `checks: write`, `packages: write`, `metadata: read`.",
    ]);
  });
});

it("says that the App is not installed", async () => {
  const instruments = fakeInstruments({ settings: { installedApp: async () => undefined } });
  const [finding] = await examine(PATIENT, instruments, new AbortController().signal);
  expect(finding).toMatchObject({ state: "bad", words: "The App is not installed on `acme/mirrors`." });
});
