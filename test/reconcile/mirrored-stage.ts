import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import type { SandboxRegistry } from "../../sandbox/registry/start-registry.ts";
import { type Stage, setPlainStage } from "../scenarios/stage.ts";
import { historyAfter } from "./history-after.ts";

/** The tags of the hub. */
export const TAGS = Array.from({ length: 20 }, (_, index) => `1.${index}`);
/** Searches for them all. */
export const ALL = `- { source: app, tags: ["*"] }`;
/** Names them all. */
export const EXACT = `- { source: app, tags: [${TAGS.map((tag) => `"${tag}"`).join(", ")}] }`;

/** Pushes a small image of its own. */
export const push = ({ store }: SandboxRegistry, tag: string, repository = "library/app", seed = tag) =>
  pushImage(store, repository, tag, generateImage({ seed, layers: 1 })).digest;

/** A stage whose hub holds 20 tags, which `mirrors` has brought; and what is known of that. */
export async function setMirroredStage(mirrors = ALL) {
  const stage = await setPlainStage();
  for (const tag of TAGS) push(stage.hub, tag);
  const report = await stage.sync(mirrors);
  stage.forget();
  return { stage, report, history: historyAfter(report), [Symbol.asyncDispose]: () => close(stage) };
}

const close = async (stage: Stage) => await stage[Symbol.asyncDispose]();
