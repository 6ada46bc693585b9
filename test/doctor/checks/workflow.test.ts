import { describe, expect, it } from "vitest";
import { judgeActions } from "../../../src/doctor/checks/actions-enabled.ts";
import { judgeWorkflow } from "../../../src/doctor/checks/workflow-enabled.ts";
import { judgeWorkflowFile } from "../../../src/doctor/checks/workflow-file.ts";
import { judgeDefault, judgeLastJob } from "../../../src/doctor/checks/workflow-permissions.ts";
import { examine } from "../../../src/doctor/examine.ts";
import { OutOfSight } from "../../../src/doctor/out-of-sight.ts";
import type { Workflow } from "../../../src/github/actions.ts";
import type { ActionsSettings } from "../../../src/github/settings.ts";
import { WORKFLOW_PATH, WORKFLOW_VERSION, workflowText } from "../../../src/workflow/workflow-file.ts";
import { image } from "../../cli/reports.ts";
import { fakeInstruments, lastRun, PATIENT, refused } from "../fake-instruments.ts";

const URL_ = "https://github.com/acme/mirrors";
const PLACE = { repository: PATIENT.repository, url: URL_, defaultBranch: "trunk" };
const OURS = workflowText("ghcr-mirror/ghcr-mirror@v1");
const PINNED = workflowText(`ghcr-mirror/ghcr-mirror@${"0".repeat(40)}`);

describe("judgeWorkflowFile", () => {
  it.each<[string, string | undefined, string, RegExp]>([
    ["is as we write it", OURS, "good", new RegExp(`^The file is there, in version ${WORKFLOW_VERSION}\\.$`)],
    ["is missing", undefined, "bad", /no `\.github\/workflows\/ghcr-mirror\.yml` on `trunk`/],
    ["is somebody's own", OURS.replace(/^#.*\n/, ""), "warning", /no version of ours/],
    [
      "is of an older version",
      OURS.replace(/version \d+/, `version ${WORKFLOW_VERSION - 1}`),
      "warning",
      new RegExp(`of version ${WORKFLOW_VERSION - 1}, and there is version ${WORKFLOW_VERSION}`),
    ],
    [
      "is of a newer version",
      OURS.replace(/version \d+/, `version ${WORKFLOW_VERSION + 1}`),
      "good",
      new RegExp(`in version ${WORKFLOW_VERSION + 1}`),
    ],
    [
      "asks for no packages",
      OURS.replaceAll("packages: write", "packages: read"),
      "bad",
      /asks for `packages: write`/,
    ],
    [
      "asks for packages in a comment",
      OURS.replaceAll("packages: write", "# packages: write"),
      "bad",
      /asks for/,
    ],
    [
      "asks for them in braces",
      OURS.replaceAll(
        /permissions:\n.*\n +packages: write/g,
        'permissions: { contents: read, packages: "write" }',
      ),
      "good",
      /is there/,
    ],
  ])("when the file %s", (_, text, state, words) => {
    const finding = judgeWorkflowFile(text, PLACE);
    expect(finding.state).toBe(state);
    expect(finding.words).toMatch(words);
    expect(finding.link === undefined).toBe(state === "good");
  });

  it("links to the page that makes the file, with its text filled in", () => {
    const link = new URL(judgeWorkflowFile(undefined, PLACE, "acme/fork@v9").link ?? "");
    expect(`${link.origin}${link.pathname}`).toBe(`${URL_}/new/trunk`);
    expect(link.searchParams.get("filename")).toBe(".github/workflows/ghcr-mirror.yml");
    expect(link.searchParams.get("value")).toBe(workflowText("acme/fork@v9"));
  });
});

describe("judgeWorkflow", () => {
  it.each<[Workflow["state"] | undefined, string, RegExp]>([
    ["active", "good", /would start it/],
    ["disabled_manually", "bad", /Somebody has disabled/],
    ["disabled_inactivity", "bad", /60 days/],
    ["disabled_fork", "bad", /fork/],
    ["deleted", "bad", /deleted/],
    [undefined, "bad", /knows no workflow/],
  ])("that is %s", (state, verdict, words) => {
    const finding = judgeWorkflow(state && { state, url: "" }, PLACE);
    expect(finding.state).toBe(verdict);
    expect(finding.words).toMatch(words);
    expect(finding.remedy === undefined).toBe(verdict === "good");
  });

  it("does not blame Actions for a file that is not there", async () => {
    const files = { [WORKFLOW_PATH]: undefined };
    const findings = await examine(PATIENT, fakeInstruments({ files }), new AbortController().signal);
    expect(findings.find(({ name }) => name === "Workflow enabled")?.state).toBe("unknown");
  });

  it("links to the button that enables it", () => {
    expect(judgeWorkflow({ state: "disabled_manually", url: "" }, PLACE).link).toBe(
      `${URL_}/actions/workflows/ghcr-mirror.yml`,
    );
  });
});

describe("judgeActions", () => {
  it.each<[string, Partial<ActionsSettings>, string, string, RegExp]>([
    ["all is allowed", {}, OURS, "good", /runs in this repository/],
    ["it is disabled", { isEnabled: false, allowed: undefined }, OURS, "bad", /is disabled/],
    [
      "only local actions are allowed",
      { allowed: "local_only" },
      OURS,
      "bad",
      /`ghcr-mirror\/ghcr-mirror@v1`/,
    ],
    ["some actions are allowed", { allowed: "selected" }, OURS, "warning", /`ghcr-mirror\/ghcr-mirror@v1`/],
    ["some are, and none is used", { allowed: "selected" }, "", "good", /runs/],
    ["only local actions are used", { allowed: "local_only" }, workflowText("./action"), "good", /runs/],
    ["SHAs are wanted", { wantsShas: true }, OURS, "bad", /full commit SHA .*`ghcr-mirror\/ghcr-mirror@v1`/],
    ["SHAs are wanted and given", { wantsShas: true }, PINNED, "good", /runs/],
  ])("when %s", (_, changes, text, state, words) => {
    const finding = judgeActions(
      { isEnabled: true, allowed: "all", wantsShas: false, ...changes },
      PLACE,
      text,
    );
    expect(finding.state).toBe(state);
    expect(finding.words).toMatch(words);
    expect(finding.link).toBe(state === "good" ? undefined : `${URL_}/settings/actions`);
  });
});

describe("judgeLastJob", () => {
  const policy = refused("409 Write permissions for workflows are disabled");

  it.each([
    ["brought something", [image()], "good"],
    ["met an enforced policy", [image(), policy], "bad"],
    ["brought nothing", [image({ action: "up-to-date", result: "skipped" })], undefined],
    ["was refused otherwise", [refused("permission_denied: write_package")], undefined],
  ])("when it %s", (_, images, state) => {
    expect(judgeLastJob(lastRun(images), PLACE)?.state).toBe(state);
  });

  it("says nothing of what the App itself has brought", () => {
    const { report } = lastRun([image()]);
    expect(judgeLastJob({ report }, PLACE)).toBeUndefined();
  });
});

describe("judgeDefault", () => {
  it.each(["read", "write"] as const)(
    "says that the file overrides %s, and what overrides the file",
    (permissions) => {
      const { state, words } = judgeDefault(permissions);
      expect(state).toBe("good");
      expect(words).toMatch(`The default is \`${permissions}\`.`);
      expect(words).toMatch(/overrides the default.*read-only policy/);
    },
  );
});

describe("for an App, which is shown no settings", () => {
  const hidden = async () => {
    throw new OutOfSight("Not for Apps.", "Be an administrator.");
  };
  const settings = { actions: hidden, workflowPermissions: hidden };
  const look = async (more = {}) => {
    const findings = await examine(
      PATIENT,
      fakeInstruments({ settings, ...more }),
      new AbortController().signal,
    );
    return findings.filter(({ name }) => /^(?:GitHub Actions|Workflow permissions)$/.test(name));
  };

  it("what the last job did is good enough", async () => {
    expect((await look()).map(({ state }) => state)).toEqual(["good", "good"]);
  });

  it("nothing is known before the first one", async () => {
    const findings = await look({ lastRun: async () => undefined });
    expect(findings.map(({ state, remedy }) => [state, remedy])).toEqual([
      ["unknown", "Be an administrator."],
      ["unknown", "Be an administrator."],
    ]);
    expect(findings[1]?.words).toMatch(/^Not for Apps\. .*overrides the default/);
  });
});
