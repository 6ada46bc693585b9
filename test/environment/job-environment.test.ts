import { describe, expect, it } from "vitest";
import { readJobEnvironment } from "../../src/environment/job-environment.ts";

describe("readJobEnvironment", () => {
  it("knows of no job outside of the action", () => {
    expect(readJobEnvironment({ GITHUB_REPOSITORY: "acme/mirrors", MIRROR_RESULTS: "" })).toBeUndefined();
  });

  it("takes an input that is empty for one that is not given", () => {
    const job = readJobEnvironment({ MIRROR_RESULTS: "/tmp/x", MIRROR_ONLY: "", MIRROR_RUN: " 17 " });
    expect(job?.inputs).toMatchObject({ only: undefined, run: "17" });
  });
});
