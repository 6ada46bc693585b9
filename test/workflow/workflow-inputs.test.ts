import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/workflow/input-error.ts";
import { LARGEST_LIST } from "../../src/workflow/packed-list.ts";
import {
  DEFAULT_RESERVE,
  decodeInputs,
  encodeInputs,
  NO_IMAGE,
  type WorkflowInputs,
} from "../../src/workflow/workflow-inputs.ts";

const digest = (seed: number) => `sha256:${createHash("sha256").update(`${seed}`).digest("hex")}`;
const source = (seed: number) => `docker.io/library/app-${seed % 40}:1.${seed}.0-alpine3.20`;
const pin = (seed: number) => `${source(seed)}@${digest(seed)}`;
const many = (length: number, make: (seed: number) => string) =>
  Array.from({ length }, (_, seed) => make(seed));
const sizeOf = (inputs: Record<string, string>) => Object.entries(inputs).flat().join("").length;

const INPUTS: WorkflowInputs = {
  run: "0193f4a2-7b1c-7d3e-8f00-1234567890ab",
  commit: "0123456789abcdef0123456789abcdef01234567",
  config: ".github/mirror.yml",
  repository: "acme/app",
  skip: [3, 17],
  destination: "ghcr.io/acme",
  only: ["docker.io/library/redis:7*", 'with "quotes", $(shell) and \n lines'],
  cleared: [pin(1), pin(2)],
  reserve: 0,
  remove: [`ghcr.io/acme/redis:6@${digest(6)}`],
};

describe("the inputs of the workflow", () => {
  it.each<[string, Partial<WorkflowInputs>]>([
    ["with globs", {}],
    ["without globs", { only: [] }],
    ["of a SHA-256 repository", { commit: "ab".repeat(32) }],
    ["of another config", { config: ".github/mirrors/base_images.yaml" }],
    ["of the workflow's own repository", { repository: "" }],
    ["of a whole config", { skip: [] }],
    ["of a registry with a port", { destination: "localhost:5000/acme", remove: [] }],
    ["with nothing to copy", { only: [NO_IMAGE], cleared: [] }],
    ["with the reserve that goes without saying", { reserve: DEFAULT_RESERVE }],
    ["of more images than JSON has room for", { only: many(5_000, source), cleared: many(300, pin) }],
  ])("come back %s", (_, changes) => {
    const inputs = { ...INPUTS, ...changes };
    const encoded = encodeInputs(inputs);
    expect(encoded.left).toEqual([]);
    expect(decodeInputs(encoded.inputs)).toEqual(inputs);
  });

  it("are strings, as plain as there is room for", () => {
    expect(encodeInputs(INPUTS).inputs).toEqual({
      ...INPUTS,
      skip: "[3,17]",
      only: JSON.stringify(INPUTS.only),
      cleared: JSON.stringify(INPUTS.cleared),
      reserve: "0",
      remove: JSON.stringify(INPUTS.remove),
    });
  });

  it("say nothing that goes without saying, so that a workflow of the first version takes them", () => {
    const least = { ...INPUTS, cleared: [], reserve: DEFAULT_RESERVE, remove: [] };
    expect(Object.keys(encodeInputs(least).inputs)).toEqual([
      "run",
      "commit",
      "config",
      "repository",
      "skip",
      "destination",
      "only",
    ]);
    const { inputs } = encodeInputs({ ...least, only: [], skip: [], repository: "" });
    expect(Object.keys(inputs)).toEqual(["run", "commit", "config", "destination"]);
  });

  it("have room for a thousand pins", () => {
    const inputs = { ...INPUTS, only: many(1_000, source), cleared: many(1_000, pin) };
    expect(encodeInputs(inputs).left).toEqual([]);
  });

  it.each<[string, Partial<WorkflowInputs>]>([
    ["pins", { only: many(9_000, source), cleared: many(9_000, pin) }],
    ["names that are like no other", { only: many(9_000, digest), cleared: [] }],
    ["names at all", { only: many(30_000, source), cleared: [] }],
  ])("leave the last for another run where there are too many %s", (_, changes) => {
    const inputs = { ...INPUTS, ...changes };
    const encoded = encodeInputs(inputs);
    const decoded = decodeInputs(encoded.inputs);
    expect([...decoded.only, ...encoded.left]).toEqual(inputs.only);
    expect(decoded.cleared).toEqual(inputs.cleared.slice(0, decoded.only.length));
    expect(sizeOf(encoded.inputs)).toBeLessThanOrEqual(65_535);
    // No room is wasted.
    expect(sizeOf(encoded.inputs)).toBeGreaterThan(encoded.left.length > 10_000 ? 0 : 58_000);
  });

  it("leave pins out where all is meant and there are too many of them", () => {
    const encoded = encodeInputs({ ...INPUTS, only: [], cleared: many(3_000, pin) });
    const { only, cleared } = decodeInputs(encoded.inputs);
    expect(only).toEqual([]);
    expect(encoded.left).toEqual(many(3_000, source).slice(cleared.length));
    expect(cleared.length).toBeGreaterThan(1_000);
  });

  it("hold what one run may delete", () => {
    const remove = many(150, (seed) => `ghcr.io/acme/app:${seed}@${digest(seed)}`);
    expect(decodeInputs(encodeInputs({ ...INPUTS, remove }).inputs).remove).toEqual(remove.slice(0, 100));
  });

  it("cannot be made to fill the memory", () => {
    const bomb = deflateRawSync(JSON.stringify(["x".repeat(LARGEST_LIST)])).toString("base64url");
    expect(bomb.length).toBeLessThan(10_000);
    const { inputs } = encodeInputs(INPUTS);
    expect(() => decodeInputs({ ...inputs, only: `deflate:${bomb}` })).toThrow(InputError);
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
    ["only", "deflate:"],
    ["only", "deflate:!!!"],
    ["only", `deflate:${deflateRawSync('{"0":"*"}').toString("base64url")}`],
    ["cleared", "[1]"],
    ["cleared", '["docker.io/library/redis:7"]'],
    ["cleared", JSON.stringify([`docker.io/library/redis@${digest(1)}`])],
    ["cleared", JSON.stringify([`redis:7@${digest(1)}`])],
    ["cleared", JSON.stringify(["docker.io/library/redis:7@sha256:abc"])],
    ["reserve", "-1"],
    ["reserve", "1.5"],
    ["reserve", "all"],
    ["reserve", "1000001"],
    ["remove", "ghcr.io/acme/redis:6"],
    ["remove", '["ghcr.io/acme/redis:6"]'],
    ["remove", JSON.stringify([`ghcr.io/other/redis:6@${digest(1)}`])],
    ["remove", JSON.stringify([`ghcr.io/acme-too/redis:6@${digest(1)}`])],
    ["remove", JSON.stringify([`ghcr.io/acme/redis@${digest(1)}`])],
    ["remove", JSON.stringify(many(101, (seed) => `ghcr.io/acme/app:${seed}@${digest(seed)}`))],
  ])("name %s when it is %j", (input, value) => {
    const decode = () => decodeInputs({ ...encodeInputs(INPUTS).inputs, [input]: value });
    expect(decode).toThrow(InputError);
    expect(decode).toThrow(`the input ${input} `);
  });
});
