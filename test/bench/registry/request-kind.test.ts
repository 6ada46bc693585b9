import { describe, expect, it } from "vitest";
import { countKinds, countRequests, requestKind } from "../../../bench/registry/request-kind.ts";

describe("requestKind", () => {
  it.each([
    ["GET", "/v2/", "ping GET"],
    ["GET", "/v2", "ping GET"],
    ["HEAD", "/v2/bench/multi/manifests/v1", "manifest HEAD"],
    ["PUT", "/v2/bench/multi/manifests/sha256:0a", "manifest PUT"],
    ["GET", "/v2/bench/multi/blobs/sha256:0a", "blob GET"],
    ["POST", "/v2/bench/multi/blobs/uploads/", "upload POST"],
    ["POST", "/v2/bench/multi/blobs/uploads/?mount=sha256:0a&from=b/c", "upload POST"],
    ["PATCH", "/v2/bench/multi/blobs/uploads/0f-1e?_state=x", "upload PATCH"],
    ["PUT", "/v2/bench/multi/blobs/uploads/0f-1e?digest=sha256%3A0a", "upload PUT"],
    ["GET", "/v2/bench/multi/tags/list?n=100", "tags GET"],
    ["GET", "/v2/bench/multi/referrers/sha256:0a", "referrers GET"],
    ["GET", "/token?scope=repository:bench/multi:pull", "token GET"],
    ["GET", "/v2/_catalog", "other GET"],
    ["HEAD", "/v2/blobs/tags/manifests/list", "manifest HEAD"],
  ])("%s %s is %s", (method, target, kind) => {
    expect(requestKind(method, target)).toBe(kind);
  });
});

describe("countRequests", () => {
  const counts = countKinds([
    { method: "HEAD", target: "/v2/a/manifests/1" },
    { method: "HEAD", target: "/v2/a/manifests/2" },
    { method: "GET", target: "/v2/" },
  ]);

  it("counts by kind", () => expect(counts).toEqual({ "manifest HEAD": 2, "ping GET": 1 }));
  it("sums all kinds", () => expect(countRequests(counts)).toBe(3));
  it("sums some kinds", () => expect(countRequests(counts, (kind) => kind.endsWith("HEAD"))).toBe(2));
});
