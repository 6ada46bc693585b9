import { describe, expect, it } from "vitest";
import { offeredFile } from "../../../sandbox/demo/offered-file.ts";
import { renderObstacle } from "../../../src/github/report/render/render-obstacle.ts";

const text = 'name: "a & b"\n# (100 %) ünïcode, <tags> + more\n';
const path = ".github/workflows/ghcr-mirror.yml";

function missing(url: string) {
  const place = { repository: { owner: "acme", name: "mirrors" }, url, defaultBranch: "main" };
  const context = { path: ".github/mirror.yml", commit: "0".repeat(40), installation: 1, finishedAt: 0 };
  return renderObstacle({ code: "WORKFLOW_MISSING", place, path, text }, context).output;
}

describe("offeredFile", () => {
  it("is what the link of a check run fills in, to the last character", () => {
    expect(offeredFile(missing("http://127.0.0.1:3000/ui/acme/mirrors"))).toEqual({ path, text });
  });

  it.each([
    ["no link", missing("http://plain.example/acme/mirrors")],
    ["no text", { summary: undefined }],
  ])("is missed where there is %s", (_, output) => {
    expect(() => offeredFile(output)).toThrow("no link that fills in a new file");
  });
});
