import { describe, expect, it } from "vitest";
import type { PlanFinding } from "../../../../src/github/report/plan-words.ts";
import { renderPlan } from "../../../../src/github/report/render/render-plan.ts";
import { digest, image } from "../../../cli/reports.ts";
import { HOSTILE, livelyTextOf, tagsOf } from "./html.ts";
import {
  alpine,
  context,
  entryOf,
  forbid,
  missing,
  planOf,
  policy,
  redis,
  reportOf,
  vault,
} from "./plans.ts";

const node = { source: "docker.io/library/node:20", destination: "ghcr.io/acme/node:20" };
const finding = (...parts: Parameters<typeof planOf>): PlanFinding => ({
  kind: "plan",
  plan: planOf(...parts),
});

describe("renderPlan", () => {
  it("says what a change does, and what was pending before it", () => {
    const images = [vault, redis, alpine];
    const report = reportOf(images, { "docker.io": 3 });
    const { conclusion, output, comment, isNews } = renderPlan(
      [finding(images, [4], { report, left: [node] })],
      context,
    );
    expect(conclusion).toBe("success");
    expect(isNews).toBe(true);
    expect(output.title).toBe(
      "Plan: 1 to copy (182 MB, 3 Docker Hub pulls), 1 to update (12 MB), 1 no longer kept up, 1 up to date",
    );
    expect(`${output.summary}\n`).toBe(`\
194 MB to move, 3 pulls from docker.io.

### What this change does

|  | source | destination | now → then | size | why |
| --- | --- | --- | --- | --- | --- |
| + | \`docker.io/hashicorp/vault:1.18\` | \`ghcr.io/acme/vault:1.18\` | none → \`ab12ab12ab12\` | 182 MB | new at the destination |
| - | \`docker.io/library/node:20\` | \`ghcr.io/acme/node:20\` | stays | – | not kept up any longer |

### Pending before this change

|  | source | destination | now → then | size | why |
| --- | --- | --- | --- | --- | --- |
| ~ | \`docker.io/library/redis:7\` | \`ghcr.io/acme/redis:7\` | \`9f21c0d39f21\` → \`77ce77ce77ce\` | 12 MB | the source moved; the old digest is kept as 7-9f21c0d39f21 |

Takes effect after merge. Recompute: \`/mirror plan\` · mirror now for this pull request: \`/mirror sync\`

Computed from \`.github/mirror.yml@4f2c1aa\` at 2026-11-22T14:02:03Z.
`);
    expect(`${output.text}\n`).toBe(`\
<details><summary>2 images to bring, by digest</summary>

| destination | platforms |
| --- | --- |
| \`ghcr.io/acme/vault:1.18@${digest("ab12")}\` | \`linux/amd64\`, \`linux/arm64\` |
| \`ghcr.io/acme/redis:7@${digest("77ce")}\` | \`linux/amd64\` |

</details>

<details><summary>1 up to date</summary>

| source | destination |
| --- | --- |
| \`docker.io/library/alpine:3\` | \`ghcr.io/acme/alpine:3@${digest("a1")}\` |

</details>
`);
    expect(comment).toBe(`### ${output.title}\n\n${output.summary}\n\n${output.text}`);
  });

  it("names what policies forbid, by file, line and commit, and fails for what the change brings of it", () => {
    const mysql = forbid(entryOf("library/mysql", "8", 15));
    const plan = finding([alpine], [15], { forbidden: [forbid(entryOf("library/old", "1", 3)), mysql] });
    const { conclusion, output } = renderPlan([plan], { ...context, policies: [policy] });
    expect(conclusion).toBe("failure");
    expect(output.title).toBe("Plan: 2 forbidden, 1 up to date");
    expect(`${output.summary}\n`).toBe(`\
### What is forbidden

- line 15, \`docker.io/library/mysql:8\`: \`docker.io/library/mysql\` is denied (\`acme/.github: .github/mirror-policy.yml:4 at 1a2b3c4\`)<br>Take it from somewhere else, or ask who looks after the policy.
- line 3, \`docker.io/library/old:1\`, also before this change: \`docker.io/library/old\` is denied (\`acme/.github: .github/mirror-policy.yml:4 at 1a2b3c4\`)<br>Take it from somewhere else, or ask who looks after the policy.

Takes effect after merge. Recompute: \`/mirror plan\`

Computed from \`.github/mirror.yml@4f2c1aa\` at 2026-11-22T14:02:03Z, under \`acme/.github: .github/mirror-policy.yml at 1a2b3c4\`.
`);
    expect(output.annotations).toEqual([
      {
        path: ".github/mirror.yml",
        startLine: 15,
        endLine: 15,
        level: "failure",
        title: "This cannot be carried out",
        message:
          "`docker.io/library/mysql` is denied\nTake it from somewhere else, or ask who looks after the policy.",
      },
    ]);
  });

  it("says on its line what would fail, and what to do", () => {
    const { output } = renderPlan([finding([missing], [9])], context);
    expect(output.annotations).toMatchObject([
      {
        startLine: 9,
        level: "failure",
        message:
          "quay.io/x/y:2 does not exist, or may not be seen\nCorrect the tag or digest in the config, or remove the entry.",
      },
    ]);
  });

  it("warns on its line of a glob that matches nothing, where the change wrote it", () => {
    const unmatched = [
      { source: "docker.io/library/redis", pattern: "9.*", line: 6 },
      { source: "docker.io/library/alpine", pattern: "8.*", line: 12 },
    ];
    const report = { ...reportOf([]), unmatched };
    const { conclusion, output, comment, isNews } = renderPlan([finding([], [6], { report })], context);
    expect({ conclusion, isNews }).toEqual({ conclusion: "neutral", isNews: true });
    expect(comment).toContain("- no tag of `docker.io/library/redis` matches `9.*`");
    expect(output.annotations).toMatchObject([
      {
        startLine: 6,
        level: "warning",
        title: "Nothing matches",
        message: "no tag of docker.io/library/redis matches 9.*",
      },
    ]);
    expect(renderPlan([finding([], [7], { report })], context)).toMatchObject({ isNews: false });
  });

  it("does not blame a change for what was wrong before it", () => {
    const { conclusion, output } = renderPlan([finding([vault, missing], [4])], context);
    expect(conclusion).toBe("success");
    expect(output.summary).toContain(
      "- `quay.io/x/y:2` → `ghcr.io/acme/y:2`: failed at the source (`MANIFEST_UNKNOWN`)",
    );
    expect(output.annotations?.map(({ startLine, level }) => [startLine, level])).toEqual([[4, "notice"]]);
  });

  it.each([
    ["nothing", [alpine], [], "neutral", "Plan: nothing to do, 1 up to date", false],
    ["nothing that is selected", [], [], "neutral", "Plan: no image is selected", false],
    ["what is there already", [alpine], [12], "neutral", "Plan: nothing to do, 1 up to date", false],
    ["what was pending", [redis], [], "success", "Plan: 1 to update (12 MB)", false],
    ["what would fail", [missing], [9], "failure", "Plan: 1 would fail", true],
  ] as const)("a change that brings %s", (_what, images, touched, conclusion, title, isNews) => {
    const rendered = renderPlan([finding(images, touched)], context);
    expect(rendered).toMatchObject({ conclusion, isNews, output: { title } });
  });

  it("says what it does not know", () => {
    const { output } = renderPlan([finding([vault], [4], { unsurveyed: 2, believed: 1 })], context);
    expect(output.title).toBe("Plan: 1 to copy (at least 182 MB)");
    expect(output.summary).toContain(
      "At least 182 MB to move, 0 pulls. To save pulls, 2 of these images were not looked into. Not everybody may see 1 image, taken to be as it was brought last.\n",
    );
  });

  it("offers to mirror now what there is; to a fork only by its commit, in a comment", () => {
    const plan = [finding([vault], [4])];
    const buttonsOf = (rendered: ReturnType<typeof renderPlan>) =>
      rendered.buttons.map(({ button }) => button);
    const own = renderPlan(plan, context);
    const fork = renderPlan(plan, { ...context, isFork: true });
    const idle = renderPlan([finding([alpine])], context);
    const group = renderPlan(plan, { ...context, pull: undefined });
    expect([own, fork, idle, group].map(buttonsOf)).toEqual([["plan", "sync"], ["plan"], ["plan"], []]);
    expect(fork.output.summary).toContain("`/mirror sync 4f2c1aa09b3d5e6f708192a3b4c5d6e7f8091a2b`");
    expect(idle.output.summary).not.toContain("/mirror sync");
    expect(group.output.summary).not.toContain("`/mirror");
    for (const { label, description } of own.buttons) {
      expect(label.length).toBeLessThanOrEqual(20);
      expect(description.length).toBeLessThanOrEqual(40);
    }
  });

  it("says that another base than the default branch carries nothing out", () => {
    const { output } = renderPlan([finding([vault], [4])], { ...context, baseBranch: "release-1" });
    expect(output.summary).toContain(
      "`release-1` is not the default branch: nothing of this takes effect before it is merged into `main`. Recompute:",
    );
  });

  it("says that copies stay where a config goes away", () => {
    const { conclusion, output } = renderPlan([{ kind: "removed", left: [node] }], context);
    expect(conclusion).toBe("neutral");
    expect(output.title).toBe("Plan: the config goes away, 1 image no longer kept up");
    expect(output.summary).toContain(
      "Without its config, 1 image is not kept up any longer. The copies stay where they are.",
    );
  });

  it("lists what is wrong with a config, each on its line", () => {
    const problems = [
      { line: 3, column: 5, path: "mirrors[0]", message: "is no reference", hint: "write it" },
    ];
    const { conclusion, output } = renderPlan([{ kind: "invalid-config", problems }], context);
    expect(conclusion).toBe("failure");
    expect(output.title).toBe("1 problem in .github/mirror.yml");
    expect(output.summary).toContain("- 3:5: is no reference (write it)");
    expect(output.annotations).toMatchObject([{ startLine: 3, startColumn: 5, level: "failure" }]);
  });

  it("names a policy that cannot be read, by file and commit, and annotates nothing of another repository", () => {
    const problems = [{ line: 2, column: 1, path: "", message: "is no key" }];
    const { conclusion, output } = renderPlan([{ kind: "broken-policy", file: policy, problems }], context);
    expect(conclusion).toBe("failure");
    expect(output.title).toBe("1 problem in the policy of acme/.github");
    expect(output.summary).toContain(
      "While `acme/.github: .github/mirror-policy.yml at 1a2b3c4` cannot be read, nothing is allowed.\n",
    );
    expect(output.summary).toContain("- 2:1: is no key");
    expect(output.annotations).toEqual([]);
  });

  it("tells of config and policy where both change, and fails where one does", () => {
    const problems = [{ line: 2, column: 1, path: "", message: "is no key" }];
    const path = ".github/mirror-policy.yml";
    const wrong: PlanFinding = { kind: "invalid-policy", path, problems };
    const { conclusion, output } = renderPlan([finding([vault], [4]), wrong], context);
    expect(conclusion).toBe("failure");
    expect(output.title).toBe("Plan: 1 to copy (182 MB); 1 problem in .github/mirror-policy.yml");
    expect(output.annotations?.map((annotation) => annotation.path)).toEqual([".github/mirror.yml", path]);
  });
});

describe("what a plan said", () => {
  const said = (changes: Partial<typeof context>, plan = planOf([vault], [4], FORBIDDEN)) =>
    renderPlan([{ kind: "plan", plan }], { ...context, ...changes }).said;
  const FORBIDDEN = { forbidden: [forbid(entryOf("library/mysql", "8", 15))] };

  it("is the same whenever, at whichever commit and however fast it is found out", () => {
    const report = reportOf([vault]);
    const slow = { ...report, summary: { ...report.summary, seconds: 60 } };
    const elsewhere = { ...policy, commit: "f".repeat(40) };
    expect(said({ computedAt: 0, commit: "e".repeat(40) })).toBe(said({}));
    expect(said({}, planOf([vault], [4], { ...FORBIDDEN, report: slow }))).toBe(said({}));
    expect(said({ policies: [elsewhere] })).toBe(said({ policies: [policy] }));
  });

  it.each([
    ["an image", () => said({}, planOf([redis], [4], FORBIDDEN))],
    ["what is touched", () => said({}, planOf([vault], [], FORBIDDEN))],
    ["what is forbidden", () => said({}, planOf([vault], [4]))],
    ["the base", () => said({ baseBranch: "release-1" })],
  ])("is another with another %s", (_what, other) => {
    expect(other()).not.toBe(said({}));
  });

  it("names the commit of a fork, which a person is to copy", () => {
    const isFork = true;
    expect(said({ isFork, commit: "e".repeat(40) })).not.toBe(said({ isFork }));
  });
});

describe("a plan of much", () => {
  const images = Array.from({ length: 300 }, (_, at) =>
    image({
      source: `docker.io/library/redis:${"7.".repeat(30)}${at}`,
      destination: `ghcr.io/acme/redis:${"7.".repeat(30)}${at}`,
      result: at % 3 === 0 ? "failed" : "planned",
      ...(at % 3 === 0 && {
        error: { code: "DENIED", side: "source", message: "no ".repeat(500), remedy: "ask ".repeat(100) },
      }),
      line: at + 4,
    }),
  );
  const touched = images.map(({ line = 0 }) => line);
  const left = Array.from({ length: 300 }, (_, at) => ({
    source: `docker.io/library/node:${at}`,
    destination: `ghcr.io/acme/node:${at}`,
  }));
  const forbidden = touched.map((line) => forbid(entryOf(`library/${"x".repeat(200)}`, "8", line)));

  it("keeps what GitHub allows, and its headline, counts and commands", () => {
    const rendered = renderPlan([finding(images, touched, { left, forbidden })], context);
    const { output, comment } = rendered;
    for (const text of [output.summary, output.text ?? "", comment]) {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    }
    expect(output.title).toContain("300 forbidden, 300 no longer kept up");
    expect(comment.startsWith(`### ${output.title.slice(0, 20)}`)).toBe(true);
    for (const text of [output.summary, comment]) {
      expect(text).toContain("/mirror plan");
      expect(text).toContain("### What is forbidden");
      expect(text).toContain("### What this change does");
      expect(text).toMatch(/… and \d+ more/);
    }
  });

  it("annotates a few hundred lines at most, what is wrong first", () => {
    const { output } = renderPlan([finding(images, touched)], context);
    expect(output.annotations).toHaveLength(200);
    expect(output.annotations?.slice(0, 100).every(({ level }) => level === "failure")).toBe(true);
    expect(output.annotations?.slice(100).every(({ level }) => level === "notice")).toBe(true);
  });

  it("holds 300 ordinary changes in one table", () => {
    const ordinary = Array.from({ length: 300 }, (_, at) =>
      image({
        source: `docker.io/library/redis:7.${at}`,
        destination: `ghcr.io/acme/redis:7.${at}`,
        result: "planned",
        line: 4,
      }),
    );
    const { output } = renderPlan([finding(ordinary, [4])], context);
    expect(output.summary.match(/^\| \+ \|/gm)).toHaveLength(300);
    expect(output.annotations?.[0]?.message).toContain("… and 290 more");
  });
});

describe("values from outside", () => {
  it.each(HOSTILE)("stay what they are: %j", (value) => {
    const hostile = image({
      source: value,
      destination: value,
      result: "failed",
      reason: value,
      platforms: [value],
      error: { code: value, side: "source", message: value, remedy: value },
      line: 4,
    });
    const planned = { ...hostile, result: "planned" as const };
    const mysql = forbid(entryOf(value, value, 15));
    const rule = { repository: value, path: value, commit: value, line: 4 };
    const refused = { ...mysql, refusal: { side: "source", message: value, remedy: value, rule } } as const;
    const plan = finding([hostile, planned], [4], {
      left: [{ source: value, destination: value }],
      forbidden: [refused],
    });
    const problems = [{ line: 1, column: 1, path: value, message: value, hint: value }];
    const findings: PlanFinding[] = [
      plan,
      { kind: "invalid-policy", path: value, problems },
      { kind: "broken-policy", file: rule, problems },
    ];
    const outside = { ...context, path: value, baseBranch: value, policies: [rule] };
    const { output, comment } = renderPlan(findings, outside);
    for (const text of [output.summary, output.text ?? "", comment]) {
      expect(text).not.toContain("<!--");
      expect(livelyTextOf(text)).not.toMatch(/@\w|#\d|GH-\d/);
      expect(new Set(tagsOf(text))).toEqual(new Set(tagsOf(text).filter((tag) => EXPECTED_TAGS.has(tag))));
    }
    for (const { title, message } of output.annotations ?? []) {
      expect(`${title}${message.replaceAll("\n", "")}`).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    expect(output.title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

const EXPECTED_TAGS: ReadonlySet<string> = new Set(
  "p h3 ul li br code table thead tbody tr th td details summary a".split(" "),
);
