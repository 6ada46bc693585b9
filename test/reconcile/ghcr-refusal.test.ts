import { describe, expect, it } from "vitest";
import { ghcrRefusalOf } from "../../src/reconcile/ghcr-refusal.ts";
import { GHCR_REFUSALS } from "./ghcr-refusals.ts";

describe("a refusal of GHCR", () => {
  it.each(GHCR_REFUSALS)("%j is %s", (message, code) => {
    const told = `cannot write to ghcr.io/acme/redis: POST https://ghcr.io/v2/: 403 DENIED: ${message}`;
    const refusal = ghcrRefusalOf(told);
    expect(refusal).toEqual({
      code,
      meaning: expect.stringMatching(/^[A-Z].*\.$/),
      remedy: expect.stringMatching(/^[A-Z].*\.$/),
      appRemedy: expect.stringMatching(/^[A-Z].*\.$/),
    });
  });

  it.each([
    "",
    "403",
    "DENIED: requested access to the resource is denied",
    "permission_denied: something_new",
    "installation suspended",
  ])("%j is none that we know", (text) => {
    expect(ghcrRefusalOf(text)).toBeUndefined();
  });
});
