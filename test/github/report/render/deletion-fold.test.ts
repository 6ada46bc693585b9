import { expect, it } from "vitest";
import { deletionFold } from "../../../../src/github/report/render/deletion-fold.ts";
import { fitParts } from "../../../../src/github/report/render/fit-parts.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

it("says what was deleted, by the digest to restore, when and why", () => {
  const deletion = {
    destination: "ghcr.io/acme/redis:6",
    digest: DIGEST,
    reason: "tags no longer match; announced 2026-10-01T00:00:00.000Z",
    at: Date.parse("2026-11-01T06:00:00Z"),
  };
  expect(fitParts([deletionFold([deletion])])).toBe(
    [
      "<details><summary>1 image deleted, the last ones</summary>",
      "",
      "| deleted | at | why |",
      "| --- | --- | --- |",
      `| \`ghcr.io/acme/redis:6@${DIGEST}\` | 2026-11-01T06:00:00Z | tags no longer match; announced 2026-10-01T00:00:00.000Z |`,
      "",
      "</details>",
    ].join("\n"),
  );
});

it("says nothing where nothing was", () => {
  expect(fitParts([deletionFold([])])).toBe("");
});
