import { describe, expect, it } from "vitest";
import type { ProposedPlan } from "../../../../src/github/report/plan-words.ts";
import { renderPlan } from "../../../../src/github/report/render/render-plan.ts";
import { renderStandingPlan } from "../../../../src/github/report/render/render-standing-plan.ts";
import { renderSynced, type SyncContext } from "../../../../src/github/report/render/render-synced.ts";
import type { ImageReport, RunReport } from "../../../../src/reconcile/report.ts";
import { digest, image } from "../../../cli/reports.ts";
import { HOSTILE, livelyTextOf, tagsOf } from "./html.ts";
import {
  DEPARTED,
  drifted,
  partlyDone,
  REMOVALS,
  reportWith,
  SELECTIONS,
  tooYoung,
  upToDate,
  vanished,
  waitsForPulls,
} from "./kept-up.ts";
import { context as planContext, planOf, vault } from "./plans.ts";

const context: SyncContext = {
  path: ".github/mirror.yml",
  commit: "4f2c1aa09b3d5e6f708192a3b4c5d6e7f8091a2b",
  repository: { owner: "acme", name: "mirrors" },
  finishedAt: Date.UTC(2026, 10, 22, 14, 2, 3),
  carrier: { kind: "app" },
  seen: undefined,
  notices: [],
};
const FOOT = "Applied `.github/mirror.yml@4f2c1aa`, finished at 2026-11-22T14:02:03Z, published by the App.";
const TO_BE_DELETED = `\
### To be deleted

What the config selects again until then stays.

- \`ghcr.io/acme/vault:1.16@${digest("16")}\`: tags no longer match (line 4); deleted 30 d after \`mirror / sync\` first said so
- \`ghcr.io/acme/redis:7-9f21c0d39f21@${digest("9f21c0d3")}\`: 3 backups are kept of ghcr.io/acme/redis:7, and newer ones are there (line 6); deleted by the next run`;
const LEFT_ALONE = `\
### Changed by somebody else

- \`ghcr.io/acme/redis:5\` holds \`deaddeaddead\`, and is left alone (\`on-drift: report\`): \`/mirror sync docker.io/library/redis:5\` brings what the source has

### Gone at the source

- \`docker.io/library/redis:6\`: \`ghcr.io/acme/redis:6\` stays as it is`;
const KEPT_FOLD = `\
<details><summary>1 not selected any longer, and kept</summary>

- \`ghcr.io/acme/node:18@${digest("18")}\`: its entry is gone

</details>`;
const SELECTION_FOLD = `\
<details><summary>6 of 1241 tags selected where entries search</summary>

- \`docker.io/hashicorp/vault\` (line 4): 5 of 1240 tags
  - 1000: not a version (\`latest\`, \`nightly\`, …)
  - 235: excluded by &#42;-ent (\`1.19-ent\`, …)
- \`quay.io/prometheus/node-exporter\` (line 9): 1 of 1 tag

</details>`;

const synced = (report: RunReport) => {
  const { conclusion, output } = renderSynced(report, context);
  return { conclusion, ...output };
};

describe("a run that has not enough pulls", () => {
  it("is neutral, and says what was done, what waits, and when that goes on", () => {
    const { conclusion, title, summary, text = "" } = synced(partlyDone(80, 420));
    expect(conclusion).toBe("neutral");
    expect(title).toBe("Synced: 80 copied (1.2 GB), 420 waiting for pulls until 2026-11-22T18:02:03Z");
    expect(summary.split("\n").slice(0, 6).join("\n")).toBe(`\
1.2 GB moved, 80 pulls from docker.io, 1 min 1 s. Pulls: 20 of 100 in 6 h were left at docker.io.

**420 images wait for pulls** and go on by themselves at 2026-11-22T18:02:03Z: docker.io grants 100 pulls in 6 h to this address, and 20 are left to people.

|  | source | destination | then → now | size | why |
| --- | --- | --- | --- | --- | --- |`);
    expect(summary.match(/^\| \+ \|/gm)).toHaveLength(80);
    expect(summary).not.toContain("docker.io/library/redis:7.80`");
    expect(text).toContain(
      "<summary>420 images waiting for pulls</summary>\n\n| source | destination | now | goes on |\n",
    );
    expect(text.match(/\| 2026-11-22T18:02:03Z \|$/gm)).toHaveLength(420);
  });

  it("says so where nothing was done at all", () => {
    const { conclusion, title, summary, text } = synced(
      reportWith([{ ...waitsForPulls, previousDigest: digest("9f21c0d3") }, upToDate, tooYoung]),
    );
    expect(conclusion).toBe("neutral");
    expect(title).toBe(
      "Nothing copied yet: 1 waiting for pulls until 2026-11-22T18:02:03Z, 1 too young, 1 up to date",
    );
    expect(summary).toContain(
      "**1 image waits for pulls** and goes on by itself at 2026-11-22T18:02:03Z: docker.io",
    );
    expect(text).toContain(
      "\n| `docker.io/library/redis:7` | `ghcr.io/acme/redis:7` | `9f21c0d39f21` | 2026-11-22T18:02:03Z |\n",
    );
  });

  it("tells each registry, the headline when the first goes on, and nothing that nobody knows", () => {
    const { until, ...unknown } = waitsForPulls;
    const other = {
      ...unknown,
      source: "a.example/b:1",
      reason: "waits for pulls: a.example grants no more pulls for now",
    };
    const later = { ...waitsForPulls, until: "2026-11-22T20:00:00.000Z" };
    const { title, summary, text } = synced(reportWith([later, waitsForPulls, other]));
    expect(title).toBe("Nothing copied yet: 3 waiting for pulls until 2026-11-22T18:02:03Z");
    expect(summary).toContain(
      "**2 images wait for pulls** and go on by themselves at 2026-11-22T18:02:03Z: docker.io",
    );
    expect(summary).toContain(
      "\n\n**1 image waits for pulls** and goes on by itself as soon as there are pulls again: a.example grants no more pulls for now.\n",
    );
    expect(text).toContain("| `a.example/b:1` | `ghcr.io/acme/redis:7` | none | – |");
    expect(synced(reportWith([other])).title).toBe("Nothing copied yet: 1 waiting for pulls");
  });

  it("does not go on by itself where a pull request proposes it", () => {
    const { output } = renderSynced(partlyDone(80, 420), { ...context, isProposal: true });
    expect(output.summary).toContain(
      "wait for pulls**; comment `/mirror sync` again after 2026-11-22T18:02:03Z, or merge: ",
    );
    expect(output.summary).not.toContain("by themselves");
  });

  it("is not well while other images of the config wait", () => {
    const { conclusion, output } = renderSynced(reportWith([vault]), {
      ...context,
      waitingElse: [Date.UTC(2026, 10, 22, 20), Date.UTC(2026, 10, 22, 18)],
    });
    expect(conclusion).toBe("neutral");
    expect(output.title).toMatch(/^Synced: 1 copied.*; 2 more waiting for pulls$/);
    expect(output.summary).toContain("**2 more images wait for pulls**, from 2026-11-22T18:00:00Z on.");
  });

  it("fails where an image did", () => {
    const error = { code: "DENIED", side: "source", message: "no" } as const;
    const { conclusion, title } = synced(
      reportWith([waitsForPulls, image({ result: "failed", bytes: 0, error })]),
    );
    expect(conclusion).toBe("failure");
    expect(title).toBe("Synced: 1 failed, 1 waiting for pulls until 2026-11-22T18:02:03Z");
  });
});

describe("a run with nothing to do", () => {
  it("says what is too young, and until when", () => {
    const { conclusion, title, summary } = synced(reportWith([tooYoung, upToDate]));
    expect([conclusion, title]).toEqual(["neutral", "Nothing to do: 1 too young, 1 up to date"]);
    expect(summary).toContain(
      "\n| … | `docker.io/hashicorp/vault:1.19` | `ghcr.io/acme/vault:1.19` | none | – | too young for min-age: eligible from 2026-11-25T14:02:03.000Z |\n",
    );
  });

  it("tells what is left alone, what will be deleted, and what searches select", () => {
    const images = [vanished, drifted, upToDate];
    const { conclusion, title, summary, text } = synced(
      reportWith(images, { departed: DEPARTED, selections: SELECTIONS }),
    );
    expect([conclusion, title]).toEqual([
      "neutral",
      "Nothing to do: 1 changed by somebody else, 1 gone at the source, 1 up to date",
    ]);
    expect(summary).toBe(`0 pulls, 1 min 1 s.\n\n${TO_BE_DELETED}\n\n${LEFT_ALONE}\n\n${FOOT}`);
    expect(text).toBe(`\
${KEPT_FOLD}

${SELECTION_FOLD}

<details><summary>1 up to date</summary>

| source | destination |
| --- | --- |
| \`docker.io/library/redis:7\` | \`ghcr.io/acme/redis:7@${digest("77ce")}\` |

</details>`);
  });

  it("is silent of lists that are empty", () => {
    const empty = { departed: [], selections: [], removals: [] };
    const { summary, text } = synced(reportWith([upToDate], empty));
    expect(summary).toBe(`0 pulls, 1 min 1 s.\n\n${FOOT}`);
    expect(text?.match(/<details>/g)).toHaveLength(1);
  });
});

describe("a run that deletes", () => {
  it("says what by the digest to restore, and what it did not delete and why", () => {
    const { conclusion, title, summary } = synced(reportWith([upToDate], { removals: REMOVALS }));
    expect([conclusion, title]).toEqual([
      "success",
      "Synced: 1 deleted, 1 could not be deleted, 1 up to date",
    ]);
    expect(summary).toBe(`\
0 pulls, 1 min 1 s.

### Deletions

GitHub can restore a version for 30 days, by its digest: the package's settings → Manage versions → Deleted.

- \`ghcr.io/acme/node:16@${digest("b16")}\` could not be deleted: GitHub answered 403: the repository is no admin of the package
- \`ghcr.io/acme/vault:1.15@${digest("15")}\` was deleted
- \`ghcr.io/acme/vault:1.14@${digest("14")}\` was kept: the tag 1.14.0 has the same digest

${FOOT}`);
  });

  it("had nothing to do where all was kept", () => {
    const removals = REMOVALS.filter(({ result }) => result === "kept");
    const { conclusion, title, summary } = synced(reportWith([upToDate], { removals }));
    expect([conclusion, title]).toEqual(["neutral", "Nothing to do: 1 up to date"]);
    expect(summary).toContain("### Deletions\n\n- `ghcr.io/acme/vault:1.14@");
  });

  it("tells deletions however much else there is to tell", () => {
    const copied = Array.from({ length: 2000 }, () => image());
    const { summary, text = "" } = synced(
      reportWith(copied, { departed: DEPARTED, removals: REMOVALS, selections: SELECTIONS }),
    );
    expect(summary).toContain(TO_BE_DELETED);
    expect(summary).toContain("was kept: the tag 1.14.0 has the same digest\n");
    for (const markdown of [summary, text]) expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(60_000);
  });
});

describe("a plan", () => {
  const images = [vault, tooYoung, vanished, drifted, upToDate];
  const report = reportWith(images, {
    pulls: { "docker.io": 31 },
    departed: DEPARTED,
    selections: SELECTIONS,
  });
  const budget = { registry: "docker.io", limit: 100, remaining: 62, free: 42, window: 21_600 };
  const left = DEPARTED.slice(1, 2);
  const plan = (changes: Partial<ProposedPlan> = {}) => planOf(images, [4], { report, ...changes });
  const rendered = (changes: Partial<ProposedPlan> = {}) =>
    renderPlan([{ kind: "plan", plan: plan(changes) }], planContext);

  it("says what waits, what is left alone, what becomes of what it takes away, and what searches select", () => {
    const { conclusion, output } = rendered({ left });
    expect(conclusion).toBe("success");
    expect(output.title).toBe(
      "Plan: 1 to copy (182 MB, 31 Docker Hub pulls), 1 no longer kept up, 1 too young, 1 changed by somebody else, 1 gone at the source, 1 up to date",
    );
    expect(output.summary).toBe(`\
182 MB to move, 31 pulls from docker.io.

### What this change does

|  | source | destination | now → then | size | why |
| --- | --- | --- | --- | --- | --- |
| + | \`docker.io/hashicorp/vault:1.18\` | \`ghcr.io/acme/vault:1.18\` | none → \`ab12ab12ab12\` | 182 MB | new at the destination |
| - | \`docker.io/hashicorp/vault:1.16\` | \`ghcr.io/acme/vault:1.16\` | stays | – | not kept up any longer; deleted 30 d after \`mirror / sync\` first said so |

### Pending before this change

|  | source | destination | now → then | size | why |
| --- | --- | --- | --- | --- | --- |
| … | \`docker.io/hashicorp/vault:1.19\` | \`ghcr.io/acme/vault:1.19\` | none | – | too young for min-age: eligible from 2026-11-25T14:02:03.000Z |

${TO_BE_DELETED.split("\n").toSpliced(2, 3).join("\n")}

${LEFT_ALONE}

Takes effect after merge. Recompute: \`/mirror plan\` · mirror now for this pull request: \`/mirror sync\`

Computed from \`.github/mirror.yml@4f2c1aa\` at 2026-11-22T14:02:03Z.`);
    expect(output.text).toContain(`${KEPT_FOLD}\n\n${SELECTION_FOLD}\n\n`);
  });

  it("of the config as it stands says the same", () => {
    const { output } = renderStandingPlan(plan(), planContext);
    expect(output.summary).toContain(`\n\n${TO_BE_DELETED}\n\n${LEFT_ALONE}\n\n`);
    expect(output.text).toContain(`${KEPT_FOLD}\n\n${SELECTION_FOLD}\n\n`);
  });

  it("has nothing to do where all is too young", () => {
    const young = planOf([tooYoung, upToDate], []);
    const { conclusion, output } = renderPlan([{ kind: "plan", plan: young }], planContext);
    expect([conclusion, output.title]).toEqual(["neutral", "Plan: nothing to do, 1 too young, 1 up to date"]);
  });

  it.each([
    ["suffice", {}, "42 of docker.io's 100 pulls in 6 h may be spent now, which is enough."],
    [
      "do not suffice",
      { free: 10 },
      "10 of docker.io's 100 pulls in 6 h may be spent now: what does not fit waits, and goes on by itself as there are more.",
    ],
    [
      "are spent",
      { free: 0, until: "2026-11-22T16:00:00.000Z" },
      "None of docker.io's 100 pulls in 6 h may be spent now: what does not fit waits, and goes on by itself from 2026-11-22T16:00:00Z on.",
    ],
  ])("says whether the pulls %s", (_which, changes, words) => {
    const budgets = [
      { ...budget, ...changes },
      { ...budget, registry: "unneeded.example" },
    ];
    const { summary } = rendered({ budgets }).output;
    expect(summary.split("\n")[0]).toBe(`182 MB to move, 31 pulls from docker.io. ${words}`);
  });

  it("says the same while only time passes", () => {
    const { said } = rendered();
    const agreed = (one: ImageReport): ImageReport =>
      one === upToDate
        ? { ...one, isBelieved: true, reason: "the source is as it was when it was brought" }
        : one;
    const later = { ...report, images: images.map(agreed) };
    expect(
      rendered({ report: later, budgets: [{ ...budget, free: 0, until: "2026-11-22T16:00:00Z" }] }).said,
    ).toBe(said);
  });

  it.each<[string, Partial<RunReport>]>([
    ["is ready by now", { images: [vault, vault] }],
    ["leaves", { departed: [] }],
    ["is left out", { selections: [] }],
    ["has vanished", { images: images.filter((one) => one !== vanished) }],
  ])("says something else where something %s", (_what, changes) => {
    expect(rendered({ report: { ...report, ...changes } }).said).not.toBe(rendered().said);
  });
});

describe("values from outside", () => {
  /** All that registries, configs and jobs say is this. */
  const withValues = (source: string, value: string) => {
    const named = { source, destination: value, reason: value };
    const digestOf = value as ReturnType<typeof digest>;
    return reportWith(
      [
        { ...waitsForPulls, ...named },
        { ...tooYoung, ...named },
        { ...vanished, ...named },
        { ...drifted, ...named, digest: digestOf },
      ],
      {
        pullLimits: [{ registry: value, limit: 1, remaining: 1, window: 1 }],
        departed: DEPARTED.map((one) => ({
          ...one,
          source,
          destination: value,
          digest: digestOf,
          why: value,
        })),
        selections: [
          {
            ...SELECTIONS[0],
            source,
            available: 2,
            selected: 1,
            left: [{ why: value, count: 2, examples: [value] }],
          },
        ],
        removals: REMOVALS.map((one) => ({ ...one, destination: value, digest: digestOf, why: value })),
        pulls: { [value]: 2 },
      },
    );
  };
  const structureOf = (markdown: string) => tagsOf(markdown).filter((tag) => tag !== "code");
  const harmless = withValues("harmless", "harmless");
  const textsOf = (report: RunReport, registry: string) => {
    const budget = { registry, limit: 1, remaining: 1, free: 0, window: 1 };
    const plan = planOf([], [], { report, budgets: [budget] });
    const { output: sync } = renderSynced(report, context);
    const { output } = renderPlan([{ kind: "plan", plan }], planContext);
    return [sync.summary, sync.text ?? "", output.summary, output.text ?? ""];
  };

  it.each(HOSTILE)("do nothing: %j", (value) => {
    const expected = textsOf(harmless, "harmless").map(structureOf);
    for (const [at, text] of textsOf(withValues(value, value), value).entries()) {
      expect(text).not.toContain("<!--");
      expect(livelyTextOf(text)).not.toMatch(/@\w|#\d|\bGH-\d/);
      expect(structureOf(text)).toEqual(expected[at]);
    }
  });
});
