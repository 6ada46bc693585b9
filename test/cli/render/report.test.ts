import { describe, expect, it } from "vitest";
import { renderChanges, renderReport } from "../../../src/cli/render/report.ts";
import { colored, plain } from "../../../src/cli/render/style.ts";
import { digest, image, report } from "../reports.ts";

const SYNC = { command: "sync", file: ".github/mirror.yml" } as const;
const PLAN = { ...SYNC, command: "plan" } as const;
const pipe = { width: undefined, style: plain };

const vault = image({
  source: "docker.io/hashicorp/vault:1.18",
  destination: "ghcr.io/acme/vault:1.18",
  digest: digest("ab12"),
  bytes: 182_000_000,
  reason: 'new tag matches "1.1?"',
});
const redis = image({
  action: "update",
  previousDigest: digest("9f21c0d3"),
  reason: "source moved; old digest kept as 7-9f21c0d39f21",
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
const failed = image({
  source: "docker.io/library/redis:7.4",
  destination: "ghcr.io/acme/redis:7.4",
  result: "failed",
  error: {
    code: "DENIED",
    side: "destination",
    message: 'ghcr.io answered 403 "permission_denied: write_package"',
    remedy: "Add acme/mirrors under Package settings → Manage Actions access.",
  },
});
const unchanged = image({
  action: "up-to-date",
  result: "skipped",
  previousDigest: digest("77ce"),
  bytes: 0,
});
const undone = image({
  result: "skipped",
  error: { code: "CANCELED", side: "source", message: "the run was stopped" },
});

describe("renderReport", () => {
  it("shows a sync: counts, changes, the rest in one line, failures", () => {
    const run = report([vault, redis, blocked, failed, unchanged], {
      copied: 1,
      updated: 1,
      blocked: 1,
      failed: 1,
      upToDate: 140,
      bytes: 194_345_678,
      mountedBytes: 40_000_000,
      seconds: 41.6,
      pulls: { "docker.io": 31, "quay.io": 1, "ghcr.io": 0 },
    });
    expect(renderReport(SYNC, run, pipe)).toBe(`\
1 copied, 1 updated, 1 failed, 1 blocked, 140 up to date (194 MB moved, 40 MB already there, 31 pulls from docker.io, 1 from quay.io, 42 s)

   source                          destination              now → then                     size  why
+  docker.io/hashicorp/vault:1.18  ghcr.io/acme/vault:1.18  none → ab12ab12ab12          182 MB  new tag matches "1.1?"
~  docker.io/library/redis:7       ghcr.io/acme/redis:7     9f21c0d39f21 → 77ce77ce77ce   12 MB  source moved; old digest kept as 7-9f21c0d39f21
!  quay.io/x/y:2                   ghcr.io/acme/y:2         none                              –  another entry writes here too
✗  docker.io/library/redis:7.4     ghcr.io/acme/redis:7.4   none → 77ce77ce77ce           12 MB  DENIED at the destination
=  140 up to date

Failed: docker.io/library/redis:7.4 → ghcr.io/acme/redis:7.4
  At the destination (DENIED): ghcr.io answered 403 "permission_denied: write_package"
  Add acme/mirrors under Package settings → Manage Actions access.
`);
  });

  it("shows a plan", () => {
    const run = report([{ ...vault, result: "planned" }, unchanged], {
      copied: 1,
      upToDate: 1,
      bytes: 182_000_000,
      pulls: { "docker.io": 1 },
    });
    expect(renderReport(PLAN, run, pipe)).toBe(`\
Plan: 1 to copy, 1 up to date (182 MB to move, 1 pull from docker.io)

   source                          destination              now → then             size  why
+  docker.io/hashicorp/vault:1.18  ghcr.io/acme/vault:1.18  none → ab12ab12ab12  182 MB  new tag matches "1.1?"
=  1 up to date
`);
  });

  it("needs one line when nothing is to be done", () => {
    const run = report([unchanged, unchanged], { upToDate: 2, seconds: 0.4, pulls: { "docker.io": 0 } });
    expect(renderReport(SYNC, run, pipe)).toBe("Everything up to date, 2 images (0 pulls, 400 ms)\n");
    expect(renderReport(PLAN, run, pipe)).toBe("Plan: everything up to date, 2 images (0 pulls)\n");
  });

  it("says when no image is meant at all", () => {
    expect(renderReport(SYNC, report([]), pipe)).toBe("No image is selected\n");
    expect(renderReport(PLAN, report([]), pipe)).toBe("Plan: no image is selected\n");
  });

  it("names what a stopped run left undone, and how to go on", () => {
    const run = report([vault, undone], {
      copied: 1,
      bytes: 182_000_000,
      seconds: 3,
      pulls: { "docker.io": 1 },
    });
    expect(renderReport(SYNC, run, pipe)).toBe(`\
1 copied, 1 left undone (182 MB moved, 1 pull from docker.io, 3 s)

   source                          destination              now → then             size  why
+  docker.io/hashicorp/vault:1.18  ghcr.io/acme/vault:1.18  none → ab12ab12ab12  182 MB  new tag matches "1.1?"
-  docker.io/library/redis:7       ghcr.io/acme/redis:7     none → 77ce77ce77ce   12 MB  stopped

Stopped, 1 image left undone:
  docker.io/library/redis:7 → ghcr.io/acme/redis:7
Run the same command again to finish; what has arrived is not moved again.
`);
  });

  it("takes two lines per image where the terminal is narrow", () => {
    const run = report([vault], { copied: 1, seconds: 1 });
    expect(renderReport(SYNC, run, { width: 80, style: plain })).toBe(`\
1 copied (0 pulls, 1 s)

+  docker.io/hashicorp/vault:1.18 → ghcr.io/acme/vault:1.18
     none → ab12ab12ab12, 182 MB, new tag matches "1.1?"
`);
  });

  it("colors marks and headlines, never changing the alignment", () => {
    const run = report([vault, failed], { copied: 1, failed: 1, seconds: 1 });
    const text = renderReport(SYNC, run, { width: 200, style: colored });
    expect(text).toContain(
      "\x1b[32m+\x1b[39m  docker.io/hashicorp/vault:1.18  ghcr.io/acme/vault:1.18  none",
    );
    expect(text).toContain(
      "\x1b[31m✗\x1b[39m  docker.io/library/redis:7.4     ghcr.io/acme/redis:7.4   none",
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text.replace(/\x1b\[\d+m/g, "")).toBe(renderReport(SYNC, run, pipe));
  });

  it("lets nothing from outside reach the terminal raw, nor start a line", () => {
    const evil = "\x1b[2J\n::error::fake\r##[error]";
    const hostile = image({
      source: `docker.io/x:${evil}`,
      destination: `ghcr.io/x:${evil}`,
      reason: evil,
      result: "failed",
      error: { code: evil, side: "source", message: evil, remedy: evil },
    });
    const text = renderReport(SYNC, report([hostile], { failed: 1, pulls: { [evil]: 1 } }), pipe);
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toContain("##[");
    expect(text).toContain("\\x1b[2J\\n::error::fake\\r##\\[error]");
  });
});

describe("what keeping up adds", () => {
  const docker = { registry: "docker.io", limit: 100, remaining: 0, window: 21_600 };
  const why = "docker.io grants 100 pulls in 6 h to this address, and all of them are used up";
  const waits = image({
    result: "deferred",
    digest: null,
    bytes: 0,
    reason: `waits for pulls: ${why}`,
    until: "2026-11-22T18:02:03.000Z",
  });
  const gone = { ...unchanged, source: "docker.io/library/redis:6", isVanished: true } as const;

  it("says what waits for pulls, until when, and what to do", () => {
    const counts = { copied: 1, deferred: 1, bytes: 182_000_000, seconds: 3, pulls: { "docker.io": 1 } };
    const run = {
      ...report([vault, waits], counts),
      pullLimits: [{ ...docker, countedBy: "address" as const }],
    };
    expect(renderReport(SYNC, run, pipe)).toBe(`\
1 copied, 1 waiting for pulls (182 MB moved, 1 pull from docker.io, 3 s)

   source                          destination              now → then             size  why
+  docker.io/hashicorp/vault:1.18  ghcr.io/acme/vault:1.18  none → ab12ab12ab12  182 MB  new tag matches "1.1?"
…  docker.io/library/redis:7       ghcr.io/acme/redis:7     none                      –  waits for pulls

1 image waits for pulls until 2026-11-22T18:02:03Z:
  ${why}
  An account may have more: docker login docker.io
Run the same command again then; what has arrived is not moved again.
`);
  });

  it("does not say what it does not know", () => {
    const { until, ...unknown } = waits;
    const text = renderChanges(report([unknown, unknown], { deferred: 2 }), pipe);
    expect(text).toContain(`
2 images wait for pulls:
  ${why}
Run the same command again later; what has arrived is not moved again.
`);
  });

  it("says what is too young, and what is gone at the source", () => {
    const young = image({
      action: "wait",
      result: "skipped",
      digest: null,
      bytes: 0,
      reason: "too young for min-age: eligible from 2026-11-25T14:02:03.000Z",
      until: "2026-11-25T14:02:03.000Z",
    });
    const run = report([young, gone, unchanged], { waiting: 1, upToDate: 2, seconds: 1 });
    expect(renderReport(SYNC, run, pipe)).toBe(`\
1 too young, 1 gone at the source, 1 up to date (0 pulls, 1 s)

   source                     destination           now → then  size  why
…  docker.io/library/redis:7  ghcr.io/acme/redis:7  none           –  too young for min-age: eligible from 2026-11-25T14:02:03.000Z
=  1 up to date

Gone at the source, kept at the destination:
  docker.io/library/redis:6 → ghcr.io/acme/redis:7
`);
  });

  it("says of a plan, and only of a plan, how much searches select", () => {
    const selections = [
      { source: "docker.io/hashicorp/vault", available: 1240, selected: 5, left: [] },
      { source: "quay.io/x/y", available: 3, selected: 3, left: [] },
    ];
    const run = { ...report([unchanged], { upToDate: 1, seconds: 1 }), selections };
    expect(renderReport(PLAN, run, pipe)).toBe(`\
Plan: everything up to date, 1 image (0 pulls)

Selected by search (why not the others: ghcr-mirror tags .github/mirror.yml):
  docker.io/hashicorp/vault: 5 of 1240 tags
`);
    expect(renderReport(SYNC, run, pipe)).not.toContain("vault");
    expect(renderReport(PLAN, { ...run, selections: selections.slice(1) }, pipe)).not.toContain("Selected");
  });

  it("lets nothing from outside reach the terminal raw, nor start a line", () => {
    const evil = "\x1b[2J\n::error::fake\r##[error]";
    const named = { source: evil, destination: evil, reason: evil };
    const limits = [{ ...docker, registry: evil, countedBy: "address" as const }];
    const images = [
      { ...waits, ...named },
      { ...gone, ...named },
    ];
    const selections = [{ source: evil, available: 2, selected: 1, left: [] }];
    const run = { ...report(images, { deferred: 1, upToDate: 1 }), pullLimits: limits, selections };
    const text = renderReport({ ...PLAN, file: evil }, run, pipe);
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toContain("##[");
  });
});

describe("renderChanges", () => {
  it("shows changes and failures without counts", () => {
    expect(renderChanges(report([vault, unchanged], { copied: 1, upToDate: 1 }), pipe)).toBe(`\
   source                          destination              now → then             size  why
+  docker.io/hashicorp/vault:1.18  ghcr.io/acme/vault:1.18  none → ab12ab12ab12  182 MB  new tag matches "1.1?"
`);
  });

  it("says nothing when nothing changed", () => {
    expect(renderChanges(report([unchanged], { upToDate: 1 }), pipe)).toBe("");
  });
});
