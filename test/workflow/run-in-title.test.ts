import { expect, it } from "vitest";
import { runInTitle } from "../../src/workflow/run-in-title.ts";

const RUN = "0193f4a2-7b1c-7d3e-8f00-1234567890ab";

it.each([
  [`ghcr-mirror ${RUN}`, RUN],
  [`Mirrors (${RUN}), by octocat`, RUN],
  ["ghcr-mirror", undefined],
  [`ghcr-mirror x${RUN}`, undefined],
  [`ghcr-mirror ${RUN}0`, undefined],
])("the id of our run in %j is %j", (title, run) => {
  expect(runInTitle(title)).toBe(run);
});
