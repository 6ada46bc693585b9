import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examine } from "../../../../src/doctor/examine.ts";
import type { Finding } from "../../../../src/doctor/finding.ts";
import { withinSight } from "../../../../src/doctor/within-sight.ts";
import { GitHubError } from "../../../../src/github/github-error.ts";
import { BUDGET } from "../../../../src/github/report/render/fit-parts.ts";
import { renderDoctor } from "../../../../src/github/report/render/render-doctor.ts";
import { WORKFLOW_PATH } from "../../../../src/workflow/workflow-file.ts";
import { image } from "../../../cli/reports.ts";
import { fakeInstruments, lastRun, PATIENT, refused, WANTED } from "../../../doctor/fake-instruments.ts";
import { HOSTILE, htmlOf, livelyTextOf, tagsOf } from "./html.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/doctor.md"), "utf8");
const { signal } = new AbortController();
const { repository } = PATIENT;

/** What an App sees where a permission waits for approval, the workflow is missing and a package lets nobody in. */
async function example(): Promise<readonly Finding[]> {
  const { settings } = fakeInstruments();
  const granted = { ...WANTED, permissions: { ...WANTED.permissions, actions: "none" } };
  const refuse = async () => {
    throw new GitHubError("REFUSED", "look", "Resource not accessible by integration", 403);
  };
  const vault = image({ destination: "ghcr.io/acme/vault:1.18" });
  const { report } = lastRun([vault, refused("permission_denied: write_package")]);
  const sick = fakeInstruments({
    files: { [WORKFLOW_PATH]: undefined },
    settings: {
      installedApp: async (...call) => {
        const app = await settings.installedApp(...call);
        return app && { ...app, granted };
      },
      actions: refuse,
      workflowPermissions: refuse,
    },
    probe: async () => ({
      isAccepted: false,
      destination: "ghcr.io/acme/redis",
      reason: "DENIED: installation not allowed to Write organization package",
    }),
    lastRun: async () => ({ report }),
  });
  return await examine(PATIENT, { ...sick, settings: withinSight({ app: sick.settings }) }, signal);
}

describe("renderDoctor", () => {
  it("is what docs/doctor.md shows", async () => {
    // The link that fills in the whole workflow is long.
    const shown = renderDoctor(await example(), repository)
      .replaceAll(/&amp;value=[^>]*>/g, "&value=…>")
      .replaceAll(/\]\(<(.*?)>\)/g, "]($1)");
    expect(page).toContain(`\n${shown}\n`);
  });

  it("names every check in docs/doctor.md", async () => {
    const names = (await examine(PATIENT, fakeInstruments(), signal)).map(({ name }) => name.split(":")[0]);
    const rows = [...page.matchAll(/^\| \*\*([^*]+)\*\* \|/gm)].map(([, name]) => name);
    expect(rows).toEqual([...new Set(names)]);
  });

  it.each(HOSTILE)("does not let %j do anything", (words) => {
    const findings: readonly Finding[] = [
      { name: `Package: ${words}`, state: "bad", words, remedy: words, link: `https://github.com/${words}` },
      { name: "Config", state: "good", words: "It is right.", link: words },
    ];
    const rendered = renderDoctor(findings, repository);
    expect(rendered.split("\n")).toHaveLength(6);
    expect(rendered).not.toContain("<!--");
    expect(livelyTextOf(rendered)).not.toMatch(/@(?=\w)|#\d|GH-\d/);
    expect(new Set(tagsOf(rendered))).toEqual(
      new Set(
        ["p", "code", "table", "thead", "tr", "th", "tbody", "td", "a"].filter((tag) =>
          htmlOf(rendered).includes(`<${tag}`),
        ),
      ),
    );
    expect([...htmlOf(rendered).matchAll(/<tr>/g)]).toHaveLength(3);
  });

  it("keeps to the room there is", () => {
    const one: Finding = { name: "Package", state: "bad", words: "x".repeat(3000), remedy: "y".repeat(3000) };
    const rendered = renderDoctor(
      Array.from({ length: 100 }, () => one),
      repository,
    );
    expect(Buffer.byteLength(rendered)).toBeLessThanOrEqual(BUDGET);
    expect(rendered).toMatch(/… and \d+ more/);
  });
});
