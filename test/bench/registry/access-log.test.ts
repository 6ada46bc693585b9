import { describe, expect, it } from "vitest";
import { countAccessLog } from "../../../bench/registry/access-log.ts";

const line = (request: string, agent = "crane/0.22.1 go-containerregistry/0.22.1") =>
  `127.0.0.1 - - [21/Nov/2026:22:04:01 +0000] "${request}" 200 2 "" "${agent}"\n`;

describe("countAccessLog", () => {
  it("counts what docker-registry logs, HTTP/2 included", () => {
    const log = line("GET /v2/ HTTP/1.1") + line("HEAD /v2/a/blobs/sha256:0a HTTP/2.0").repeat(2);
    expect(countAccessLog(log)).toEqual({ "ping GET": 1, "blob HEAD": 2 });
  });

  it("leaves out the benchmark's own requests", () => {
    expect(countAccessLog(line("HEAD /v2/a/manifests/v1 HTTP/1.1", "ghcr-mirror-bench"))).toEqual({});
  });

  it("counts requests without an agent", () => {
    expect(countAccessLog(line("GET /v2/ HTTP/1.1", ""))).toEqual({ "ping GET": 1 });
  });

  it("passes over lines of another kind", () => {
    expect(countAccessLog('\nlevel=error msg="GET /v2/ HTTP/1.1"\n')).toEqual({});
  });
});
