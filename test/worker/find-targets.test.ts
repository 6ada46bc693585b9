import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import { type Ground, judge } from "../../src/config/policy/judge.ts";
import { parsePolicy } from "../../src/config/policy/parse-policy.ts";
import type { PolicyLayer } from "../../src/config/policy/policy.ts";
import type { RepositoryName } from "../../src/github/github.ts";
import { findTargets } from "../../src/worker/find-targets.ts";
import type { WorkerParts } from "../../src/worker/parts.ts";

const PLACE = { installation: 5, repository: { id: 7, owner: "Acme", name: "app" } };

function layer(kind: PolicyLayer["kind"], owner: string, ...lines: readonly string[]): PolicyLayer {
  const { policy } = parsePolicy(["version: 1", ...lines, ""].join("\n"), "organization");
  const file = { repository: `${owner}/.github`, path: ".github/mirror-policy.yml", commit: "c".repeat(40) };
  return { kind, file, policy: policy ?? expect.fail("the policy is wrong") };
}

/** Who carries a config of these entries, where repositories beyond our own exist as `known` says. */
async function find(
  mirrors: readonly string[],
  { own, other }: { own?: PolicyLayer; other?: PolicyLayer } = {},
  known: readonly string[] = [],
) {
  const text = `version: 1\nmirrors:\n${mirrors.map((mirror) => `  - ${mirror}\n`).join("")}`;
  const config = parseConfig(text).config ?? expect.fail("the config is wrong");
  const ground: Ground = {
    registry: "ghcr.io",
    repository: PLACE.repository,
    layers: own ? [own] : [],
    others: new Map(other ? [["aibrix", { isInstalled: true, layer: other }]] : []),
  };
  const asked: [number, string][] = [];
  const repository =
    (installation: number) =>
    async ({ owner, name }: RepositoryName) => {
      asked.push([installation, `${owner}/${name}`]);
      const at = known.indexOf(`${owner}/${name}`.toLowerCase());
      return at < 0 ? undefined : { id: 100 + at, owner, name };
    };
  const github = { installation: (id: number) => ({ repository: repository(id) }) };
  const parts = { github, mode: "auto" } as unknown as WorkerParts;
  const judgedGround = { judged: judge(config, ground), ground, installations: new Map([["aibrix", 6]]) };
  const found = await findTargets(parts, PLACE, judgedGround, new AbortController().signal);
  return { ...found, asked };
}

const OWN = "docker.io/library/redis:7";
const THEIRS = "{ source: docker.io/x/controller:1, to: ghcr.io/aibrix/controller }";
const CONSENT = ["grants:", "  - repository: acme/app", "    destinations: [controller]"];

describe("findTargets", () => {
  it("has the repository itself carry what goes below its own owner, and asks nobody", async () => {
    const { targets, unreachable, asked } = await find([OWN]);
    expect(targets).toMatchObject([
      { owner: "acme", ...PLACE, mode: "auto", share: { skip: [] }, consent: undefined },
    ]);
    expect([unreachable, asked]).toEqual([[], []]);
  });

  it("has the repository that the organization's policy names carry it, in the way that it says", async () => {
    const own = layer("organization", "acme", "publisher: { mode: actions, repository: acme/mirrors }");
    const { targets } = await find([OWN], { own }, ["acme/mirrors"]);
    expect(targets).toMatchObject([
      { mode: "actions", installation: 5, repository: { id: 100, name: "mirrors" } },
    ]);
  });

  it("divides a config by owner, each with its own installation, and says what each is to skip", async () => {
    const other = layer("destination", "aibrix", ...CONSENT);
    const { targets } = await find([THEIRS, OWN], { other }, ["aibrix/.github"]);
    expect(targets).toMatchObject([
      { owner: "acme", installation: 5, share: { skip: [0] }, consent: undefined },
      { owner: "aibrix", installation: 6, repository: { id: 100, name: ".github" }, share: { skip: [1] } },
    ]);
    expect(targets[1]?.consent).toBe(other);
  });

  it("has the repository that the other organization names carry what goes there", async () => {
    const other = layer("destination", "aibrix", ...CONSENT, "publisher: { repository: aibrix/mirrors }");
    const { targets, asked } = await find([THEIRS], { other }, ["aibrix/mirrors"]);
    expect(targets).toMatchObject([{ owner: "aibrix", repository: { name: "mirrors" } }]);
    expect(asked).toEqual([[6, "aibrix/mirrors"]]);
  });

  it.each([
    ["out of reach", "acme/mirrors"],
    ["of another owner", "other/mirrors"],
  ])("refuses what a repository is to carry that is %s, by the line that names it", async (_, repository) => {
    const own = layer("organization", "acme", `publisher: { repository: ${repository} }`);
    const { targets, unreachable } = await find([OWN, "docker.io/library/alpine:3"], { own });
    expect(targets).toEqual([]);
    expect(unreachable.map(({ index, refusal }) => [index, refusal.rule?.line])).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(unreachable[0]?.refusal.message).toContain(`\`${repository}\``);
  });

  it("says that another owner's repository cannot carry what goes below this one", async () => {
    const own = layer("organization", "acme", "publisher: { repository: other/mirrors }");
    const { targets, unreachable, asked } = await find([OWN], { own }, ["other/mirrors"]);
    expect([targets, asked]).toEqual([[], []]);
    expect(unreachable[0]?.refusal).toMatchObject({
      message: "`other/mirrors` is to bring it, and is no repository of `acme`",
      remedy:
        "Name a repository of `acme` as `publisher.repository` in the policy: only there a workflow may write below it.",
    });
  });
});
