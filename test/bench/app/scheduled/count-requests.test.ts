import { describe, expect, it } from "vitest";
import { countByKind, describeCounts } from "../../../../bench/app/scheduled/count-requests.ts";

const ask = (kind: "manifest" | "upload" | "token" | "api" | "tags", method = "GET", status = 200) => ({
  ...{ kind, method, status },
});

describe("countByKind", () => {
  it("counts reads and writes apart, and what is turned away", () => {
    const requests = [
      ask("manifest", "HEAD", 401),
      ask("manifest", "HEAD"),
      ask("manifest", "HEAD", 404),
      ask("manifest"),
      ask("upload", "POST", 202),
      ask("token"),
      ask("tags"),
      ask("api"),
    ];
    expect(countByKind(requests)).toEqual({
      ...{ challenge: 1, "manifest HEAD": 2, "manifest GET": 1, "upload POST": 1, token: 1, tags: 1, api: 1 },
    });
  });
});

describe("describeCounts", () => {
  it.each([
    [{}, "none"],
    [{ token: 1, "manifest HEAD": 1000, tags: 10 }, "1,011: 1,000 manifest HEAD, 10 tags, 1 token"],
  ])("writes %o as %s", (counts, text) => expect(describeCounts(counts)).toBe(text));
});
