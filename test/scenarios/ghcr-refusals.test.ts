import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { toldByApp } from "../../src/publish/told-by-app.ts";
import { ghcrRefusalOf } from "../../src/reconcile/ghcr-refusal.ts";
import { GHCR_REFUSALS } from "../reconcile/ghcr-refusals.ts";
import { ALWAYS } from "./expect-failure.ts";
import { type Stage, setStage } from "./stage.ts";

/** A GHCR that refuses to write `acme/bad` in these words, where a package is or not. */
async function setRefusing(message: string, isThere: boolean): Promise<Stage> {
  const stage = await setStage();
  for (const name of ["bad", "good"])
    pushImage(stage.hub.store, `library/${name}`, "1", generateImage({ seed: name }));
  if (isThere) pushImage(stage.ghcr.store, "acme/bad", "0", generateImage({ seed: "old" }));
  const act = status(403, { body: { errors: [{ code: "DENIED", message }] } });
  const when = { method: "POST", kind: "upload", repository: "acme/bad" } as const;
  stage.ghcr.faults.add({ when, act, times: ALWAYS });
  return stage;
}

describe.each([
  ["create", false],
  ["write", true],
] as const)("GHCR's refusal to %s a package", (_, isThere) => {
  it.each(GHCR_REFUSALS)("in the words %j fails that image alone, with what to do", async (message, code) => {
    await using stage = await setRefusing(message, isThere);
    const { images } = await stage.sync("- bad:1\n- good:1");
    const [bad, good] = images;
    const refusal = ghcrRefusalOf(bad?.error?.message ?? "");
    expect(refusal?.code).toBe(code);
    expect(bad).toMatchObject({
      result: "failed",
      error: { side: "destination", message: expect.stringContaining(message), remedy: refusal?.remedy },
    });
    expect(bad && toldByApp(bad, new Map()).error?.remedy).toBe(refusal?.appRemedy);
    expect(good?.result).toBe("done");
  });

  it("in words that nobody knows is shown as it came", async () => {
    const message = "installation 7 is on fire";
    await using stage = await setRefusing(message, isThere);
    const { images } = await stage.sync("- bad:1\n- good:1");
    expect(images.map(({ result }) => result)).toEqual(["failed", "done"]);
    expect(images[0]?.error?.message).toContain(message);
    expect(images[0]?.error?.remedy).toMatch(/may write this repository/);
  });
});
