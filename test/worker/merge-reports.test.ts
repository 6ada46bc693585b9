import { describe, expect, it } from "vitest";
import { mergeReports } from "../../src/worker/merge-reports.ts";
import { image, report } from "../cli/reports.ts";

const upToDate = image({ action: "up-to-date", result: "skipped", bytes: 0 });

describe("mergeReports", () => {
  it("says of an image what the try did that brought it", () => {
    const copied = image();
    const { images, summary } = mergeReports([copied], report([upToDate]), 12.3456);
    expect(images).toEqual([copied]);
    expect(summary).toMatchObject({ copied: 1, upToDate: 0, bytes: copied.bytes, seconds: 12.346 });
  });

  it("lets the last try speak where it did something itself", () => {
    const moved = image({ action: "update", bytes: 5 });
    expect(mergeReports([image()], report([moved]), 1).images).toEqual([moved]);
  });

  it("forgets what an earlier try did not bring, and what is not meant any longer", () => {
    const failed = image({ result: "failed" });
    const gone = image({ destination: "ghcr.io/acme/gone:1" });
    const { images, summary } = mergeReports([failed, gone], report([upToDate]), 1);
    expect(images).toEqual([upToDate]);
    expect(summary).toMatchObject({ copied: 0, upToDate: 1, failed: 0 });
  });

  it("does not take one source's copy for another's", () => {
    const other = image({ source: "quay.io/other/redis:7" });
    expect(mergeReports([other], report([upToDate]), 1).images).toEqual([upToDate]);
  });

  it("keeps what else the last try counted", () => {
    const last = { ...report([], { mountedBytes: 9, pulls: { "docker.io": 3 } }) };
    const unmatched = [{ source: "docker.io/library/redis", pattern: "9.*" }];
    const merged = mergeReports([], { ...last, unmatched }, 1);
    expect(merged.summary).toMatchObject({ mountedBytes: 9, pulls: { "docker.io": 3 } });
    expect(merged.unmatched).toEqual(unmatched);
  });
});
