import { describe, expect, it } from "vitest";
import { InputError } from "../../src/workflow/input-error.ts";
import { decodeInputs, encodeInputs, type WorkflowInputs } from "../../src/workflow/workflow-inputs.ts";

const INPUTS: WorkflowInputs = {
  run: "0193f4a2-7b1c-7d3e-8f00-1234567890ab",
  commit: "0123456789abcdef0123456789abcdef01234567",
  config: ".github/mirror.yml",
  repository: "acme/app",
  skip: [3, 17],
  destination: "ghcr.io/acme",
  only: ["docker.io/library/redis:7*", 'with "quotes", $(shell) and \n lines'],
};

describe("the inputs of the workflow", () => {
  it.each<[string, Partial<WorkflowInputs>]>([
    ["with globs", {}],
    ["without globs", { only: [] }],
    ["of a SHA-256 repository", { commit: "ab".repeat(32) }],
    ["of another config", { config: ".github/mirrors/base_images.yaml" }],
    ["of the workflow's own repository", { repository: "" }],
    ["of a whole config", { skip: [] }],
    ["of a registry with a port", { destination: "localhost:5000/acme" }],
  ])("come back %s", (_, changes) => {
    const inputs = { ...INPUTS, ...changes };
    expect(decodeInputs(encodeInputs(inputs))).toEqual(inputs);
  });

  it("are strings, and none where there is nothing to say", () => {
    expect(encodeInputs({ ...INPUTS, only: ["*"] })).toEqual({ ...INPUTS, skip: "[3,17]", only: '["*"]' });
    const least = { ...INPUTS, only: [], skip: [], repository: "" };
    expect(Object.keys(encodeInputs(least))).toEqual(["run", "commit", "config", "destination"]);
  });

  it("ask for all where there is no room to say what is meant", () => {
    const glob = "x".repeat(99);
    const few = encodeInputs({ ...INPUTS, only: Array.from({ length: 600 }, () => glob) });
    expect(Object.entries(few).flat().join("").length).toBeGreaterThan(60_000);
    const many = encodeInputs({ ...INPUTS, only: Array.from({ length: 700 }, () => glob) });
    expect(many).not.toHaveProperty("only");
    expect(decodeInputs(many).only).toEqual([]);
  });

  it.each<[keyof WorkflowInputs, string]>([
    ["run", "17"],
    ["run", `${INPUTS.run}\n`],
    ["run", ""],
    ["commit", "main"],
    ["commit", "0123456"],
    ["commit", INPUTS.commit.toUpperCase()],
    ["config", "mirror.yml"],
    ["config", ".github/../secret.yml"],
    ["config", "/.github/mirror.yml"],
    ["config", ".github/mirror.yml?ref=x"],
    ["config", ".github/mirror.json"],
    ["config", ".github\\mirror.yml"],
    ["config", `.github/${"a".repeat(300)}.yml`],
    ["destination", "ghcr.io"],
    ["destination", "acme"],
    ["destination", "ghcr.io/Acme"],
    ["destination", "GHCR.io/acme"],
    ["destination", "ghcr.io/acme/redis"],
    ["destination", "ghcr.io/acme:7"],
    ["destination", "https://ghcr.io/acme"],
    ["destination", ""],
    ["repository", "acme"],
    ["repository", "acme/.."],
    ["repository", "acme/app/x"],
    ["repository", "https://github.com/acme/app"],
    ["repository", "acme/app?x"],
    ["skip", "1"],
    ["skip", "[-1]"],
    ["skip", "[1.5]"],
    ["skip", '["1"]'],
    ["skip", JSON.stringify(Array.from({ length: 2_001 }, (_, at) => at))],
    ["only", "*"],
    ["only", '{"0":"*"}'],
    ["only", "[1]"],
    ["only", JSON.stringify(["x".repeat(1_001)])],
  ])("name %s when it is %j", (input, value) => {
    const decode = () => decodeInputs({ ...encodeInputs(INPUTS), [input]: value });
    expect(decode).toThrow(InputError);
    expect(decode).toThrow(`the input ${input} `);
  });
});
