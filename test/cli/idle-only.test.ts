import { describe, expect, it } from "vitest";
import { idleOnly } from "../../src/cli/idle-only.ts";
import { image } from "./reports.ts";

const redis = image();

describe("idleOnly", () => {
  it("says nothing of globs that match", () => {
    expect(idleOnly([], [])).toEqual([]);
    expect(idleOnly(["docker.io/library/redis:7", "*/redis:[67]"], [redis])).toEqual([]);
  });

  it.each([
    ["app:1", '"docker.io/library/app:1" or "*/app:1"'],
    ["app", '"docker.io/library/app:*" or "*/app:*"'],
    ["acme/app:1", '"docker.io/acme/app:1" or "*/acme/app:1"'],
    ["redis*:7.?", '"*/redis*:7.?"'],
    ["redi*", '"*/redi*"'],
    ["docker.io/redis:7", '"docker.io/library/redis:7"'],
    ["index.docker.io/library/redis:7", '"docker.io/library/redis:7"'],
    ["Quay.IO/acme/app:1", '"quay.io/acme/app:1"'],
    ["docker.io/library/redis", '"docker.io/library/redis:*"'],
    ["localhost:5000/app", '"localhost:5000/app:*"'],
    ["*/app", '"*/app:*"'],
  ])("shows how %s would be written", (glob, forms) => {
    expect(idleOnly(["*:7", glob], [redis])).toEqual([
      `--only "${glob}" matches no image; write the source in full, as in ${forms}`,
    ]);
  });

  it.each(["docker.io/library/redis:8", "*/app:1", "quay.io/*", "localhost:5000/app:1"])(
    "has no other form for %s",
    (glob) => {
      expect(idleOnly([glob], [redis])).toEqual([`--only "${glob}" matches no image`]);
    },
  );

  it("does not judge where tags could not be listed", () => {
    const unlisted = image({ source: "docker.io/library/redis:8.*", result: "failed" });
    expect(idleOnly(["*/redis:8.1"], [redis, unlisted])).toEqual([]);
    const onAddress = image({ source: "[::1]:5000/redis:7" });
    expect(idleOnly(["*:8"], [onAddress])).toEqual(['--only "*:8" matches no image']);
  });
});
