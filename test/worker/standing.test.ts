import { describe, expect, it } from "vitest";
import type { Phase } from "../../src/publish/phase.ts";
import { Standing } from "../../src/worker/standing.ts";
import { NOON } from "../oci/clocks.ts";

const MINUTE = 60_000;
const QUEUED: Phase = {
  kind: "queued",
  since: NOON,
  carrier: {
    kind: "actions",
    repository: { owner: "acme", name: "mirrors" },
    number: 17,
    url: "https://github.com/acme/mirrors/actions/runs/1",
  },
};

describe("Standing", () => {
  it("tells each time how the App's own copy goes", () => {
    const standing = new Standing(NOON);
    standing.advance({ type: "selected", images: 3 }, NOON);
    standing.advance({ type: "planned", images: 2 }, NOON);
    expect(standing.tell(NOON)).toEqual(standing.tell(NOON));
    expect(standing.isFollowed).toBe(false);
  });

  it("tells of a workflow what is new, and after five minutes how long it takes", () => {
    const standing = new Standing(NOON);
    standing.enter(QUEUED);
    expect(standing.tell(NOON + 1000)?.title).toBe("Waiting for a runner: 1 s (run 17)");
    standing.enter({ ...QUEUED });
    expect(standing.tell(NOON + MINUTE)).toBeUndefined();
    expect(standing.tell(NOON + 6 * MINUTE)?.title).toBe("Waiting for a runner: 6 min (run 17)");
    expect(standing.tell(NOON + 7 * MINUTE)).toBeUndefined();
    standing.enter({ ...QUEUED, kind: "running", jobs: 3, ended: 1 });
    expect(standing.tell(NOON + 7 * MINUTE)?.title).toBe(
      "Copying in GitHub Actions: 1 of 3 jobs done (run 17)",
    );
    expect(standing.isFollowed).toBe(true);
  });
});
