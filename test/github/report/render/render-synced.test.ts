import { describe, expect, it } from "vitest";
import { renderNotices } from "../../../../src/github/report/render/render-notices.ts";
import { renderSynced, type SyncContext } from "../../../../src/github/report/render/render-synced.ts";
import type { WorkflowCarrier } from "../../../../src/publish/carrier.ts";
import type { ImageReport, RunReport, UnmatchedGlob } from "../../../../src/reconcile/report.ts";
import { STOPPED } from "../../../../src/reconcile/stopped.ts";
import { summarize } from "../../../../src/reconcile/summarize.ts";
import { digest, image } from "../../../cli/reports.ts";
import { HOSTILE, livelyTextOf, tagsOf } from "./html.ts";
import { carrier } from "./samples.ts";

const context: SyncContext = {
  path: ".github/mirror.yml",
  commit: "4f2c1aa09b3d5e6f708192a3b4c5d6e7f8091a2b",
  repository: { owner: "acme", name: "mirrors" },
  finishedAt: Date.UTC(2026, 10, 22, 14, 2, 3),
  carrier: { kind: "app" },
  seen: undefined,
  notices: [],
};

function reportOf(
  images: readonly ImageReport[],
  pulls: Record<string, number> = {},
  unmatched: readonly UnmatchedGlob[] = [],
): RunReport {
  const totals = { mountedBytes: 0, seconds: 41.6, pulls: new Map(Object.entries(pulls)) };
  return { summary: summarize(images, totals), images, unmatched, pullLimits: [] };
}

const vault = image({
  source: "docker.io/hashicorp/vault:1.18",
  destination: "ghcr.io/acme/vault:1.18",
  digest: digest("ab12"),
  platforms: ["linux/amd64", "linux/arm64"],
  bytes: 182_000_000,
  reason: "new at the destination",
});
const redis = image({
  action: "update",
  previousDigest: digest("9f21c0d3"),
  reason: "the source moved; the old digest is kept as 7-9f21c0d39f21",
});
const failed = image({
  source: "docker.io/library/redis:7.4",
  destination: "ghcr.io/acme/tools/redis:7.4",
  result: "failed",
  digest: null,
  bytes: 0,
  error: {
    code: "DENIED",
    side: "destination",
    message:
      "cannot push the manifest of ghcr.io/acme/tools/redis:7.4: 403 DENIED: permission_denied: write_package",
    remedy: "Add this repository with the role Write under Package settings → Manage Actions access.",
  },
});
const blocked = image({
  source: "quay.io/x/y:2",
  destination: "ghcr.io/acme/y:2",
  action: "blocked",
  result: "skipped",
  digest: null,
  bytes: 0,
  reason: "another entry writes here too",
});
const undone = image({ result: "skipped", digest: null, bytes: 0, error: STOPPED });
const unchanged = image({
  source: "docker.io/library/alpine:3",
  destination: "ghcr.io/acme/alpine:3",
  action: "up-to-date",
  result: "skipped",
  digest: digest("a1"),
  previousDigest: digest("a1"),
  platforms: [],
  bytes: 0,
  reason: "the digests are the same",
});

describe("renderSynced", () => {
  it("tells what was done", () => {
    const { conclusion, output } = renderSynced(
      reportOf([vault, redis, unchanged], { "docker.io": 3 }),
      context,
    );
    expect(conclusion).toBe("success");
    expect(output.title).toBe("Synced: 1 copied (182 MB), 1 updated (12 MB), 1 up to date");
    expect(`${output.summary}\n`).toBe(`\
194 MB moved, 3 pulls from docker.io, 42 s.

|  | source | destination | then → now | size | why |
| --- | --- | --- | --- | --- | --- |
| ~ | \`docker.io/library/redis:7\` | \`ghcr.io/acme/redis:7\` | \`9f21c0d39f21\` → \`77ce77ce77ce\` | 12 MB | the source moved; the old digest is kept as 7-9f21c0d39f21 |
| + | \`docker.io/hashicorp/vault:1.18\` | \`ghcr.io/acme/vault:1.18\` | none → \`ab12ab12ab12\` | 182 MB | new at the destination |

Applied \`.github/mirror.yml@4f2c1aa\`, finished at 2026-11-22T14:02:03Z, published by the App.
`);
    expect(`${output.text}\n`).toBe(`\
<details><summary>2 images brought, by digest</summary>

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
  });

  it("tells failures first, in the registry's words, with what to do", () => {
    const { conclusion, output } = renderSynced(reportOf([vault, blocked, failed]), context);
    expect(conclusion).toBe("failure");
    expect(output.title).toBe("Synced: 1 copied (182 MB), 1 failed, 1 blocked");
    expect(`${output.summary}\n`).toBe(`\
182 MB moved, 0 pulls, 42 s.

### What went wrong

- \`docker.io/library/redis:7.4\` → \`ghcr.io/acme/tools/redis:7.4\`: failed at the destination (\`DENIED\`)<br>\`cannot push the manifest of ghcr.io/acme/tools/redis:7.4: 403 DENIED: permission_denied: write_package\`<br>Add this repository with the role Write under Package settings → Manage Actions access.<br>Add \`acme/mirrors\` here: [https&#58;//github.com/orgs/acme/packages/container/tools%2Fredis/settings](<https://github.com/orgs/acme/packages/container/tools%2Fredis/settings>)

|  | source | destination | then → now | size | why |
| --- | --- | --- | --- | --- | --- |
| ✗ | \`docker.io/library/redis:7.4\` | \`ghcr.io/acme/tools/redis:7.4\` | none | – | \`DENIED\` at the destination |
| ! | \`quay.io/x/y:2\` | \`ghcr.io/acme/y:2\` | none | – | another entry writes here too |
| + | \`docker.io/hashicorp/vault:1.18\` | \`ghcr.io/acme/vault:1.18\` | none → \`ab12ab12ab12\` | 182 MB | new at the destination |

When that is put right, press **Re-run**, or push a changed config. What has arrived is not moved again.

Applied \`.github/mirror.yml@4f2c1aa\`, finished at 2026-11-22T14:02:03Z, published by the App.
`);
  });

  it("tells what a stopped run left undone", () => {
    const { conclusion, output } = renderSynced(reportOf([vault, undone]), context);
    expect(conclusion).toBe("cancelled");
    expect(output.title).toBe("Stopped: 1 copied (182 MB), 1 left undone");
    expect(output.summary).toContain("\n| - | `docker.io/library/redis:7` |");
    expect(output.summary).toContain("| stopped |");
    expect(output.summary).not.toContain("### What went wrong");
    expect(output.summary).toContain("To go on, press **Re-run**.");
  });

  it.each([
    ["everything is up to date", [unchanged], "Nothing to do: 1 up to date"],
    ["no image is selected", [], "Nothing to do: no image is selected"],
  ])("is neutral when %s", (_when, images, title) => {
    const { conclusion, output } = renderSynced(reportOf(images), context);
    expect([conclusion, output.title]).toEqual(["neutral", title]);
    expect(output.summary).not.toContain("| source |");
  });

  it("names the globs that match nothing, and only then", () => {
    const unmatched = [{ source: "docker.io/library/redis", pattern: "9.*" }];
    const { output } = renderSynced(reportOf([vault], {}, unmatched), context);
    expect(output.summary).toContain(
      "\n\n### Nothing matches\n\n- no tag of `docker.io/library/redis` matches `9.*`\n\n",
    );
    expect(renderSynced(reportOf([vault]), context).output.summary).not.toContain("Nothing matches");
  });

  it("tells the pulls of the registries that spent most", () => {
    const pulls = { "a.example": 1, "docker.io": 31, "b.example": 2, "c.example": 0, d: 3, e: 4, f: 5, g: 1 };
    expect(renderSynced(reportOf([vault], pulls), context).output.summary).toMatch(
      /^182 MB moved, 31 pulls from docker\.io, 5 pulls from f, 4 pulls from e, 3 pulls from d, 2 pulls from b\.example, 2 pulls from 2 other registries, 42 s\./,
    );
  });

  it("links the page where creating packages is allowed", () => {
    const message = "403 DENIED: permission_denied: create_package";
    const image = { ...failed, error: { code: "DENIED", side: "destination", message } } as const;
    const page = "https://github.com/organizations/acme/settings/packages";
    expect(renderSynced(reportOf([image]), context).output.summary).toContain(
      `<br>Allow it here: [${page.replace(":", "&#58;")}](<${page}>)\n`,
    );
  });

  describe("by a workflow", () => {
    const images = [vault, redis, unchanged, failed];
    const told = (...seen: ImageReport[]) => {
      const destinations = new Set(seen.map(({ destination }) => destination));
      return renderSynced(reportOf(images), { ...context, carrier, seen: destinations }).output;
    };

    it("says which one", () => {
      expect(told().summary).toMatch(
        /Z, published by acme\/mirrors · ghcr-mirror workflow · \[run 17\]\(<https:\/\/github\.com\/acme\/mirrors\/actions\/runs\/4711>\)\.$/,
      );
    });

    it.each([
      [
        [],
        "Seen at the destination by ghcr-mirror itself: 0 of 3 images. What it cannot see, as in private packages, is as the job reported.",
      ],
      [
        [vault, failed],
        "Seen at the destination by ghcr-mirror itself: 1 of 3 images. What it cannot see, as in private packages, is as the job reported.",
      ],
      [[vault, redis, unchanged], "Seen at the destination by ghcr-mirror itself: 3 images."],
    ])("says what was seen of it (%#)", (seen, line) => {
      expect(told(...seen).summary).toContain(`\n\n${line}\n\nApplied`);
    });

    it("marks each image that was seen", () => {
      const { text = "" } = told(vault, unchanged);
      expect(text.split("\n").filter((line) => line.startsWith("|"))).toEqual([
        "| destination | platforms | seen |",
        "| --- | --- | --- |",
        expect.stringMatching(/^\| `ghcr\.io\/acme\/vault:1\.18@.*\| ✓ \|$/),
        expect.stringMatching(/^\| `ghcr\.io\/acme\/redis:7@.*\| as reported \|$/),
        "| source | destination | seen |",
        "| --- | --- | --- |",
        expect.stringMatching(/\| ✓ \|$/),
      ]);
    });

    it.each<[string, Partial<SyncContext>]>([
      ["nobody looked", { carrier }],
      ["the App brought it", { seen: new Set() }],
    ])("says nothing of that where %s", (_when, changes) => {
      const { summary, text } = renderSynced(reportOf(images), { ...context, ...changes }).output;
      expect(summary).not.toMatch(/seen/i);
      expect(text).not.toContain("seen");
    });

    it.each(HOSTILE)("is not led astray by %j", (value) => {
      const hostile = { ...carrier, repository: { owner: value, name: value }, url: value };
      const ofCarrier = (carrier: WorkflowCarrier) =>
        renderSynced(reportOf(images), { ...context, carrier }).output.summary;
      const summary = ofCarrier(hostile);
      const structure = (markdown: string) => tagsOf(markdown).filter((tag) => tag !== "a");
      expect(structure(summary)).toEqual(structure(ofCarrier(carrier)));
      expect(livelyTextOf(summary)).not.toMatch(/@\w|#\d|GH-\d/);
    });
  });

  it("tells what else is to be known, after the images", () => {
    const notices = renderNotices(
      Array.from({ length: 300 }, (_, at) => ({
        kind: "visibility",
        package: `ghcr.io/acme/image-${at}`,
        wanted: undefined,
        found: "private",
      })),
    );
    const { summary } = renderSynced(reportOf([vault, failed]), { ...context, notices }).output;
    expect(summary).toMatch(/### What went wrong.*\| source.*### Good to know.*\*\*Re-run\*\*.*Applied/s);
    expect(Buffer.byteLength(summary)).toBeLessThan(13_000);
    const many = Array.from({ length: 1000 }, () => vault);
    const full = renderSynced(reportOf(many), { ...context, notices }).output.summary;
    expect(Buffer.byteLength(full)).toBeLessThanOrEqual(60_000);
  });

  it.each(HOSTILE)("is not led astray by %j", (value) => {
    const error = { code: value, side: "source", message: value, remedy: value } as const;
    const harmless = [vault, image({ result: "failed", error }), unchanged];
    const hostile = [
      { ...vault, source: value, destination: value, reason: value, platforms: [value, value] },
      image({ result: "failed", source: value, destination: value, error }),
      { ...unchanged, source: value, destination: value },
    ];
    const unmatched = [{ source: value, pattern: value }];
    const {
      title,
      summary,
      text = "",
    } = renderSynced(reportOf(hostile, { [value]: 1 }, unmatched), context).output;
    const expected = renderSynced(reportOf(harmless, { "docker.io": 1 }, unmatched), context).output;
    expect(title).toBe(expected.title);
    expect(`${summary}${text}`).not.toContain("<!--");
    expect(livelyTextOf(`${summary}\n\n${text}`)).not.toMatch(/@\w|#\d|GH-\d/);
    const structure = (markdown: string) => tagsOf(markdown).filter((tag) => tag !== "code" && tag !== "a");
    expect(structure(summary)).toEqual(structure(expected.summary));
    expect(structure(text)).toEqual(structure(expected.text ?? ""));
    expect(tagsOf(text)).not.toContain("a");
  });

  describe("with ten thousand images", () => {
    const many = (like: ImageReport) =>
      Array.from({ length: 10_000 }, (_, at) => ({ ...like, destination: `ghcr.io/acme/image-${at}:1` }));

    it.each([
      ["unchanged", many(unchanged)],
      ["copied", many(vault)],
      ["failed", many(failed)],
      ["of each kind", [...many(failed), ...many(vault), ...many(unchanged)]],
    ])("%s, keeps within the budget", (_what, images) => {
      const started = performance.now();
      const {
        title,
        summary,
        text = "",
      } = renderSynced(reportOf(images, { "docker.io": 9 }), context).output;
      const took = performance.now() - started;
      for (const markdown of [summary, text]) expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(60_000);
      expect(title).toContain("10000");
      expect(summary).toContain("9 pulls from docker.io, 42 s.");
      expect(summary).toMatch(/finished at 2026-11-22T14:02:03Z, published by the App\.$/);
      expect(`${summary}${text}`).toMatch(/… and \d{4} more/);
      // Twice as many take twice as long, not four times.
      expect(took).toBeLessThan(images.length / 3);
    });

    it("keeps what failed rather than what is well", () => {
      const images = [...many(unchanged), ...many(vault), failed];
      const { summary, text = "" } = renderSynced(reportOf(images), context).output;
      expect(summary).toContain("### What went wrong\n\n- `docker.io/library/redis:7.4`");
      expect(summary).toMatch(/\n\| {2}\| … and \d+ more \| /);
      expect(text).toMatch(/10000 up to date<\/summary>[^`]*… and 10000 more/);
    });
  });
});
