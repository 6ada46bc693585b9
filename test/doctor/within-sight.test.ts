import { describe, expect, it } from "vitest";
import { OutOfSight } from "../../src/doctor/out-of-sight.ts";
import { withinSight } from "../../src/doctor/within-sight.ts";
import { GitHubError } from "../../src/github/github-error.ts";
import type { GitHubSettings } from "../../src/github/settings.ts";
import { fakeInstruments } from "./fake-instruments.ts";

const { signal } = new AbortController();
const REPOSITORY = { owner: "acme", name: "mirrors" };
const ORGANIZATION = { login: "acme", isOrganization: true };

const ASK: Readonly<Record<keyof GitHubSettings, (settings: GitHubSettings) => Promise<unknown>>> = {
  installedApp: (settings) => settings.installedApp(REPOSITORY, signal),
  webhook: (settings) => settings.webhook(signal),
  actions: (settings) => settings.actions(REPOSITORY, signal),
  workflowPermissions: (settings) => settings.workflowPermissions(REPOSITORY, signal),
  isOrganization: (settings) => settings.isOrganization("acme", signal),
  package: (settings) => settings.package(ORGANIZATION, "redis", signal),
};

/** Tells who was asked, or throws. */
function view(who: string, error?: Error): GitHubSettings {
  const answer = async () => {
    if (error) throw error;
    return who as never;
  };
  return {
    installedApp: answer,
    webhook: answer,
    actions: answer,
    workflowPermissions: answer,
    isOrganization: answer,
    package: answer,
  };
}

async function seen(settings: GitHubSettings, what: keyof GitHubSettings): Promise<unknown> {
  try {
    return await ASK[what](settings);
  } catch (error) {
    return error instanceof OutOfSight ? "out of sight" : error;
  }
}

describe("withinSight", () => {
  it.each<[keyof GitHubSettings, string, string, string]>([
    ["installedApp", "app", "out of sight", "app"],
    ["webhook", "app", "out of sight", "app"],
    ["actions", "app", "token", "token"],
    ["workflowPermissions", "app", "token", "token"],
    ["isOrganization", "app", "token", "token"],
    ["package", "out of sight", "token", "token"],
  ])("shows %s as whoever may see it", async (what, byApp, byToken, byBoth) => {
    const [app, token] = [view("app"), view("token")];
    expect(await seen(withinSight({ app }), what)).toBe(byApp);
    expect(await seen(withinSight({ token }), what)).toBe(byToken);
    expect(await seen(withinSight({ app, token }), what)).toBe(byBoth);
    expect(await seen(withinSight({}), what)).toBe("out of sight");
  });

  it.each(["actions", "workflowPermissions", "package"] as const)(
    "says of %s who may see it, where GitHub refuses",
    async (what) => {
      for (const code of ["REFUSED", "NOT_FOUND"] as const) {
        const token = view("token", new GitHubError(code, "look", "no", 403));
        await expect(ASK[what](withinSight({ token }))).rejects.toMatchObject({
          name: "OutOfSight",
          remedy: expect.stringMatching(/token/),
        });
      }
    },
  );

  it.each(Object.keys(ASK) as (keyof GitHubSettings)[])(
    "passes on what else goes wrong with %s",
    async (what) => {
      const down = new GitHubError("UNAVAILABLE", "look", "is down", 503);
      const broken = view("anybody", down);
      expect(await seen(withinSight({ app: broken, token: broken }), what)).toBe(down);
    },
  );
});

it("has every setting in these tests", () => {
  expect(Object.keys(ASK)).toEqual(Object.keys(fakeInstruments().settings));
});
