import { describe, expect, it } from "vitest";
import { renderAbandoned } from "../../../../src/github/report/render/render-abandoned.ts";
import { renderInProgress } from "../../../../src/github/report/render/render-in-progress.ts";
import { renderQueued } from "../../../../src/github/report/render/render-queued.ts";
import { renderSuperseded } from "../../../../src/github/report/render/render-superseded.ts";
import { advance, startOfRun } from "../../../../src/progress/progress-state.ts";
import { halfway } from "../../../progress/run-states.ts";
import { HOSTILE, tagsOf } from "./html.ts";

const NEWER = "4f2c1aa09b3d5e6f708192a3b4c5d6e7f8091a2b";

describe("renderQueued", () => {
  it("says that the run waits", () => {
    expect(renderQueued().title).toBe("Waiting for its turn");
  });
});

describe("renderInProgress", () => {
  it("says how far the run is", () => {
    expect(renderInProgress(halfway, 11_000)).toEqual({
      title: "850 MB of 1.8 GB, 85 MB/s, 12 s left, 1/31 images",
      summary: "Running for 11 s.",
    });
  });

  it("has something to say from the start", () => {
    expect(renderInProgress(startOfRun(0), 0)).toEqual({
      title: "Looking up tags, 0 s",
      summary: "Running for 0 s.",
    });
  });

  it("says who is waited for", () => {
    const waiting = {
      type: "waiting",
      registry: "docker.io",
      milliseconds: 41_000,
      why: "toomanyrequests",
    } as const;
    expect(renderInProgress(advance(halfway, waiting, 11_000), 12_000).summary).toBe(
      "Running for 12 s.\n\n### Waiting\n\n- waiting 40 s for docker.io: toomanyrequests",
    );
  });

  it.each(HOSTILE)("is not led astray by %j", (value) => {
    const waiting = { type: "waiting", registry: value, milliseconds: 41_000, why: value } as const;
    const { summary } = renderInProgress(advance(halfway, waiting, 11_000), 12_000);
    expect(tagsOf(summary)).toEqual(["p", "h3", "ul", "li"]);
    expect(summary).not.toContain("<!--");
  });
});

describe("renderSuperseded", () => {
  it("names the newer commit", () => {
    expect(renderSuperseded(NEWER)).toEqual({
      title: "Superseded by 4f2c1aa",
      summary: `A newer commit has another config: ${NEWER}. That one is carried out, and nothing was copied for this one.`,
    });
  });
});

describe("renderAbandoned", () => {
  it("names the newer commit where that is why", () => {
    expect(renderAbandoned(NEWER)).toEqual(renderSuperseded(NEWER));
  });

  it("says that the run was given up, and what to do", () => {
    expect(renderAbandoned(null)).toEqual({
      title: "The run could not be finished",
      summary:
        "It was tried several times.\n\nTo try again, press **Re-run**. What has arrived is not moved again.",
    });
  });

  it("says why, in words of any length", () => {
    expect(renderAbandoned(null, "no answer").summary).toContain("went wrong at last:\n\n`no answer`\n\n");
    expect(renderAbandoned(null, "x".repeat(100_000)).summary.length).toBeLessThan(3000);
  });

  it.each(HOSTILE)("is not led astray by %j", (value) => {
    expect(tagsOf(renderAbandoned(null, value).summary)).toEqual(["p", "p", "code", "p", "strong"]);
  });
});
