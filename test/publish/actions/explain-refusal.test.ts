import { describe, expect, it } from "vitest";
import { GitHubError, type GitHubErrorCode } from "../../../src/github/github-error.ts";
import { explainRefusal } from "../../../src/publish/actions/explain-refusal.ts";

const place = {
  repository: { owner: "acme", name: "mirrors" },
  url: "https://github.com/acme/mirrors",
  defaultBranch: "main",
};
const workflow = { place, found: "name: old", text: "name: new" };

/** GitHub's own words, from its API and from public reports. */
const refusals: readonly [words: string, code: GitHubErrorCode, status: number, obstacle: string][] = [
  ["Cannot trigger a 'workflow_dispatch' on a disabled workflow", "INVALID", 422, "WORKFLOW_DISABLED"],
  ["Workflow does not have 'workflow_dispatch' trigger", "INVALID", 422, "WORKFLOW_OUTDATED"],
  [`Unexpected inputs provided: ["destination"]`, "INVALID", 422, "WORKFLOW_OUTDATED"],
  ["Required input 'image' not provided", "INVALID", 422, "WORKFLOW_OUTDATED"],
  ["Resource not accessible by integration", "REFUSED", 403, "NOT_PERMITTED"],
  ["GitHub Actions has been disabled for this repository.", "REFUSED", 403, "ACTIONS_DISABLED"],
  ["Actions is disabled by the enterprise", "INVALID", 422, "ACTIONS_DISABLED"],
  // The file is in Git, and Actions knows of no workflow.
  ["Not Found", "NOT_FOUND", 404, "ACTIONS_DISABLED"],
  ["inputs are too large.", "INVALID", 422, "NOT_ACCEPTED"],
  ["Repository was archived so is read-only.", "REFUSED", 403, "NOT_ACCEPTED"],
];

describe("explainRefusal", () => {
  it.each(refusals)("%s → %4$s", (words, code, status, obstacle) => {
    const error = new GitHubError(code, "start the workflow", words, status);
    expect(explainRefusal(error, workflow)).toMatchObject({ code: obstacle, place, words });
  });

  it("shows what an old workflow says, and what it should say", () => {
    const error = new GitHubError("INVALID", "start the workflow", "Unexpected inputs provided: []", 422);
    expect(explainRefusal(error, workflow)).toMatchObject({ found: "name: old", text: "name: new" });
  });
});
