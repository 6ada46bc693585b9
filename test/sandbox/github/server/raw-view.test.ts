import { describe, expect, it } from "vitest";
import { rawView } from "../../../../sandbox/github/server/raw-view.ts";
import { openGitHub } from "../client.ts";

const RAW = "application/vnd.github.raw+json";

describe("the raw view of a file", () => {
  it.each([RAW, "application/vnd.github.raw", "application/vnd.github.v3.raw", `application/json, ${RAW}`])(
    "is its bytes for who accepts %s",
    async (accept) => {
      const { github, ask } = await openGitHub();
      await using _ = github;
      await github.createRepository("acme", "mirrors", { files: { "a.json": '{"raw":"ü"}' } });
      const path = "/repos/acme/mirrors/contents/a.json";
      const raw = await ask(path, { headers: { accept } });
      expect([raw.status, raw.body]).toEqual([200, { raw: "ü" }]);
      expect(raw.headers.get("content-type")).toContain(RAW);
      const told = await ask(path);
      expect(told.body).toMatchObject({ type: "file", name: "a.json" });
      const missing = await ask("/repos/acme/mirrors/contents/b.json", { headers: { accept } });
      expect([missing.status, missing.body.message]).toEqual([404, "Not Found"]);
      expect(github.violations).toEqual([]);
    },
  );

  it.each([
    [undefined, { type: "file", encoding: "base64", content: "YQ==" }],
    ["application/vnd.github+json", { type: "file", encoding: "base64", content: "YQ==" }],
    [RAW, { type: "symlink", target: "a" }],
    [RAW, [{ type: "file" }]],
    [RAW, "file"],
    [RAW, null],
  ])("is none for %s and %j", (accept, body) => {
    expect(rawView(accept, body)).toBeUndefined();
  });
});
