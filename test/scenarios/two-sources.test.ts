import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { nestIndex } from "../../sandbox/images/generate-index.ts";
import { generateLayers } from "../../sandbox/images/generate-layer.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { corrupt, status } from "../../sandbox/registry/fault-acts.ts";
import type { FaultAct, FaultMatch } from "../../sandbox/registry/faults.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { differences } from "./differences.ts";
import { ALWAYS } from "./expect-failure.ts";
import { setPlainStage } from "./stage.ts";

const BASE = generateLayers("base", 2, 100_000);
const CHILD = generateImage({ seed: "child", sharedLayers: BASE });
const IMAGE = nestIndex(MediaType.ociIndex, [CHILD]);
const BLOB = { kind: "blob", reference: BASE[0]?.digest ?? "" } as const;
const MANIFEST = { method: "GET", kind: "manifest", reference: CHILD.root.digest } as const;

/** Two sources of one destination repository that have content in common. */
describe("what one source does not give, for an image of its own", () => {
  it.each<[name: string, when: FaultMatch, act: FaultAct]>([
    ["a blob is gone", BLOB, status(404)],
    ["a blob is corrupted", BLOB, corrupt],
    ["a manifest is gone", MANIFEST, status(404)],
  ])("%s, still comes from the other for the image there", async (_, when, act) => {
    await using stage = await setPlainStage();
    for (const repository of ["library/bad", "library/good"])
      pushImage(stage.hub.store, repository, repository.slice(8), IMAGE);
    stage.hub.faults.add({ when: { ...when, repository: "library/bad" }, times: ALWAYS, act });
    const { images } = await stage.sync("- { source: bad:bad, to: app }\n- { source: good:good, to: app }");
    expect(images[1]).toMatchObject({ source: "docker.io/library/good:good", result: "done" });
    const copy = { registry: stage.ghcr, reference: "acme/app:good" };
    expect(differences({ registry: stage.hub, reference: "library/good:good" }, copy)).toEqual([]);
  });
});
