import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { hang } from "../../sandbox/registry/fault-acts.ts";
import type { FaultMatch } from "../../sandbox/registry/faults.ts";
import { ALWAYS } from "./expect-failure.ts";
import { setPlainStage } from "./stage.ts";

const SOURCE: Readonly<Record<string, FaultMatch>> = {
  tag: { method: "HEAD", kind: "manifest" },
  manifest: { method: "GET", kind: "manifest" },
  blob: { method: "GET", kind: "blob" },
};
const DESTINATION: Readonly<Record<string, FaultMatch>> = {
  tag: { method: "HEAD", kind: "manifest" },
  upload: { method: "POST", kind: "upload" },
  blob: { method: "PUT", kind: "upload" },
  manifest: { method: "PUT", kind: "manifest" },
};

/** One image for each thing about which its registry is silent; the others are done. */
describe.each([
  ["source", "library", SOURCE],
  ["destination", "acme", DESTINATION],
] as const)("a silent %s", (side, namespace, phases) => {
  it(`is given up, whatever it is silent about: ${Object.keys(phases).join(", ")}`, async () => {
    await using stage = await setPlainStage();
    const names = [...Object.keys(phases), "good"];
    for (const name of names) {
      pushImage(
        stage.hub.store,
        `library/${name}`,
        "1",
        generateImage({ seed: name, layers: 1, layerSize: 100_000 }),
      );
    }
    for (const [name, when] of Object.entries(phases)) {
      const { faults } = side === "source" ? stage.hub : stage.ghcr;
      faults.add({ when: { ...when, repository: `${namespace}/${name}` }, times: ALWAYS, act: hang });
    }
    const retry = { attempts: 1, firstWait: 1, longestWait: 1, patience: 1_000 };
    const timeouts = { connect: 2_000, headers: 400, body: 400 };
    const mirrors = names.map((name) => `- ${name}:1`).join("\n");
    const { images } = await stage.sync(mirrors, { retry, timeouts });
    const failure = {
      side,
      code: "TIMEOUT",
      remedy: expect.any(String),
      message: expect.stringMatching(/no answer in time/),
    };
    expect(images).toMatchObject([
      ...Object.keys(phases).map(() => ({ result: "failed", error: failure })),
      { result: "done" },
    ]);
  });
});
