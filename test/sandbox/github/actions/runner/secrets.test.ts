// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of GitHub look like that
import { describe, expect, it } from "vitest";
import { runWorkflow } from "./run-workflow.ts";

const secrets = new Map([
  ["acme/mirrors", { DOCKER: '{\n  "auths": "s3cr3t"\n}', SHORT: "s3cr" }],
  ["acme/other", { DOCKER: "others" }],
]);

describe("secrets", () => {
  it("reach the steps that are given them, and no log, summary or output", async () => {
    const text = `
jobs:
  work:
    runs-on: x
    outputs: { open: "\${{ steps.tell.outputs.open }}", told: "\${{ steps.tell.outputs.told }}" }
    steps:
      - id: tell
        env: { DOCKER: "\${{ secrets.DOCKER }}", NONE: "\${{ secrets.NONE }}" }
        run: |
          test \${#DOCKER} = 23
          echo "$DOCKER"
          echo "none: [$NONE]"
          echo 'again   "auths": "s3cr3t"'
          echo "$DOCKER" >> "$GITHUB_STEP_SUMMARY"
          echo "told=it is s3cr3t" >> "$GITHUB_OUTPUT"
          echo "open=it is open" >> "$GITHUB_OUTPUT"
          echo "::error::with s3cr3t"
      - run: |
          echo '::add-mask::made up'
          echo 'it was made up'
          echo '::stop-commands::pause'
          echo '::add-mask::left'
          echo '::pause::'
          echo 'what is left'
          echo 'token \${{ secrets.GITHUB_TOKEN }} \${{ github.token }}'
  next:
    needs: work
    runs-on: x
    steps: [{ run: 'echo "\${{ needs.work.outputs.open }}, [\${{ needs.work.outputs.told }}]"' }]
`;
    const { jobs, job, remarks } = await runWorkflow(text, { secrets });
    expect(jobs).toEqual({ work: "success", next: "success" });
    const { logText, summary } = job("work");
    for (const shown of [logText, summary, remarks("work").join()]) {
      expect(shown).not.toMatch(/s3cr|ghs_/);
      expect(shown).toContain("***");
    }
    expect(logText).toContain("none: []\n");
    expect(logText).toContain("it was ***\n");
    expect(logText).toContain("::add-mask::left\nwhat is left\n");
    expect(logText).toContain("token *** ***\n");
    expect(logText).toContain("##[warning]Skip output 'told' since it may contain secret.");
    expect(job("next").logText).toContain("it is open, []\n");
  });
});

describe("the rights of GITHUB_TOKEN", () => {
  const metadata = { metadata: "read" };

  it.each([
    ["", "", { contents: "read", packages: "read", ...metadata }],
    ["permissions: {}", "", metadata],
    [
      "permissions: {}",
      "permissions: { contents: read, packages: write }",
      { contents: "read", packages: "write", ...metadata },
    ],
    ["permissions: { packages: write }", "", { packages: "write", ...metadata }],
    [
      "permissions: { packages: write }",
      "permissions: { pull-requests: read, contents: none }",
      { pull_requests: "read", ...metadata },
    ],
    ["permissions: { packages: write }", "permissions: {}", metadata],
  ])("with `%s` and of the job `%s` are %j", async (ofWorkflow, ofJob, rights) => {
    const job = `{ runs-on: x, ${ofJob && `${ofJob}, `}steps: [{ run: "true" }] }`;
    const ran = await runWorkflow(`${ofWorkflow}\njobs: { work: ${job} }`);
    expect(ran.rights).toEqual([rights]);
  });

  it.each([
    ["permissions: read-all", "read"],
    ["permissions: write-all", "write"],
  ])("with `%s` are for everything", async (ofWorkflow, access) => {
    const ran = await runWorkflow(`${ofWorkflow}\njobs: { work: { runs-on: x, steps: [{ run: "true" }] } }`);
    expect(ran.rights).toMatchObject([{ packages: access, contents: access, actions: access }]);
  });

  it("are what the repository gives, where nothing is said", async () => {
    const text = 'jobs: { work: { runs-on: x, steps: [{ run: "true" }] } }';
    const ran = await runWorkflow(text, { settings: { defaultPermissions: "write" } });
    expect(ran.rights).toMatchObject([{ packages: "write", contents: "write" }]);
  });
});
