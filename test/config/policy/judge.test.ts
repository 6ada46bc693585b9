import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config/parse-config.ts";
import { type Ground, judge, type OtherOwner } from "../../../src/config/policy/judge.ts";
import type { PolicyLayer, Refusal } from "../../../src/config/policy/policy.ts";
import { layerOf } from "./layer-of.ts";

function configOf(...items: readonly string[]) {
  const list = items.map((item) => `\n  - ${item}`).join("");
  const text = `version: 1\nmirrors:${list || " []"}\n`;
  const { config, problems } = parseConfig(text);
  if (!config) throw new Error(problems[0]?.message);
  return config;
}

function groundOf(
  layers: readonly PolicyLayer[],
  others: readonly (readonly [string, OtherOwner])[] = [],
): Ground {
  const repository = { owner: "Acme", name: "mirrors" };
  return { registry: "ghcr.io", repository, layers, others: new Map(others) };
}

/** What is said of the one entry; undefined where it is allowed. */
function refusalOf(item: string, ground: Ground): Refusal | undefined {
  return judge(configOf(item), ground).forbidden[0]?.refusal;
}

const own = (...lines: readonly string[]) => layerOf("own", ...lines);
const organization = (...lines: readonly string[]) => layerOf("organization", ...lines);
const consenting = (...lines: readonly string[]) => [
  ["aibrix", { isInstalled: true, layer: layerOf("destination", ...lines) }] as const,
];

const placeOf = ({ rule }: Refusal) => rule && `${rule.repository}:${rule.line}`;

describe("without policies", () => {
  it("everything goes below the config's own owner", () => {
    const config = configOf("redis", "{ source: nginx, to: ghcr.io/acme/web/nginx }");
    expect(judge(config, groundOf([]))).toEqual({
      allowed: new Map([["acme", { config, skip: [] }]]),
      forbidden: [],
    });
  });

  it("nothing is a share of nobody", () => {
    expect(judge(configOf(), groundOf([]))).toEqual({ allowed: new Map(), forbidden: [] });
  });
});

describe("sources", () => {
  it.each<[what: string, layers: readonly PolicyLayer[], why: string | undefined, place?: string]>([
    ["allowed by name", [organization("sources: { allow: [docker.io/library/redis] }")], undefined],
    ["allowed by pattern", [organization('sources: { allow: [quay.io/x/y, "docker.io/**"] }')], undefined],
    [
      "allowed by both",
      [own('sources: { allow: ["docker.io/**"] }'), organization('sources: { allow: ["**"] }')],
      undefined,
    ],
    ["not denied", [own("sources: { deny: [docker.io/library/mysql] }"), organization()], undefined],
    [
      "denied",
      [organization("sources:", "  deny:", "    - quay.io/**", "    - docker.io/library/*")],
      "the organization's policy denies `docker.io/library/*`",
      "Acme/.github:5",
    ],
    [
      "denied though allowed",
      [organization("sources:", "  allow: [docker.io/library/redis]", "  deny: ['**']")],
      "the organization's policy denies `**`",
      "Acme/.github:4",
    ],
    [
      "not among those allowed",
      [organization("sources:", "  allow:", "    - quay.io/**")],
      "it is none of the sources that the organization's policy allows",
      "Acme/.github:3",
    ],
    [
      "not among none",
      [organization("sources: { allow: [] }")],
      "it is none of the sources that the organization's policy allows",
      "Acme/.github:2",
    ],
    [
      "denied by the repository itself",
      [own("sources: { deny: ['docker.io/**'] }"), organization("sources: { allow: ['**'] }")],
      "this repository's own policy denies `docker.io/**`",
      "Acme/mirrors:2",
    ],
    [
      "allowed by the repository, and not by the organization",
      [own("sources: { allow: ['**'] }"), organization("sources: { allow: [quay.io/**] }")],
      "it is none of the sources that the organization's policy allows",
      "Acme/.github:2",
    ],
    [
      "denied by both, of which the nearest is named",
      [own("sources: { deny: ['**'] }"), organization("", "sources: { deny: ['**'] }")],
      "this repository's own policy denies `**`",
      "Acme/mirrors:2",
    ],
    [
      "to be verified",
      [organization("require:", "  verify: ['docker.io/library/**']")],
      "the organization's policy requires signatures to be checked, which this version cannot do",
      "Acme/.github:3",
    ],
    ["not to be verified", [organization("require: { verify: ['quay.io/**'] }")], undefined],
  ])("%s", (_, layers, why, place) => {
    const refusal = refusalOf("redis:7", groundOf(layers));
    expect(refusal?.message).toBe(why && `\`docker.io/library/redis\` may not be mirrored: ${why}`);
    if (refusal) expect(placeOf(refusal)).toBe(place);
  });

  it.each([
    [own, "Remove the entry, or change the rule."],
    [organization, "Remove the entry, or ask those who keep `Acme/.github` to change the rule."],
  ])("are told with what to do", (layer, remedy) => {
    expect(refusalOf("redis", groundOf([layer("sources: { deny: ['**'] }")]))?.remedy).toBe(remedy);
  });

  it("are told with the file, its commit and the line", () => {
    const { rule, side } = refusalOf("redis", groundOf([organization("sources: { deny: ['**'] }")])) ?? {};
    expect(side).toBe("source");
    expect(rule).toEqual({
      repository: "Acme/.github",
      path: ".github/mirror-policy.yml",
      commit: "organization-commit",
      line: 2,
    });
  });
});

describe("destinations below the own owner", () => {
  const grants = (...items: readonly string[]) =>
    groundOf([organization("grants:", ...items.map((item) => `  - ${item}`))]);

  it.each<[what: string, ground: Ground, item: string]>([
    ["with a grant on all", grants("{ repository: ACME/Mirrors, destinations: ['**'] }"), "redis"],
    ["by name", grants("{ repository: acme/mirrors, destinations: [web, redis] }"), "redis"],
    [
      "by `to`",
      grants("{ repository: acme/mirrors, destinations: ['cache/*'] }"),
      "{ source: redis, to: cache/redis }",
    ],
    [
      "by a full `to`",
      grants("{ repository: acme/mirrors, destinations: ['cache/*'] }"),
      "{ source: redis, to: ghcr.io/acme/cache/redis }",
    ],
    [
      "by the second of two grants",
      grants(
        "{ repository: acme/mirrors, destinations: [a] }",
        "{ repository: acme/mirrors, destinations: [redis] }",
      ),
      "redis",
    ],
  ])("are allowed %s", (_, ground, item) => {
    expect(refusalOf(item, ground)).toBeUndefined();
  });

  it.each<[what: string, ground: Ground, why: string, place: string]>([
    [
      "without a grant",
      grants("{ repository: acme/other, destinations: ['**'] }"),
      "the organization's policy grants nothing to `Acme/mirrors`",
      "Acme/.github:2",
    ],
    [
      "where nobody has one",
      groundOf([organization("grants: []")]),
      "the organization's policy grants nothing to `Acme/mirrors`",
      "Acme/.github:2",
    ],
    [
      "with a grant of something else",
      grants(
        "{ repository: a/b, destinations: [] }",
        "{ repository: acme/mirrors, destinations: [web, 'redis/*'] }",
      ),
      "the organization's policy grants other destinations to `Acme/mirrors`",
      "Acme/.github:4",
    ],
  ])("are refused %s", (_, ground, why, place) => {
    const refusal = refusalOf("redis", ground);
    expect(refusal).toMatchObject({
      message: `\`ghcr.io/acme/redis\` may not be written: ${why}`,
      remedy: "Ask those who keep `Acme/.github` to grant `redis` to `Acme/mirrors`.",
    });
    if (refusal) expect(placeOf(refusal)).toBe(place);
  });

  it("are asked about after the source", () => {
    const ground = groundOf([organization("grants: []", "sources: { deny: ['**'] }")]);
    expect(refusalOf("redis", ground)?.message).toMatch(/denies/);
  });
});

describe("destinations below another owner", () => {
  const item = "{ source: aibrix/controller, to: ghcr.io/aibrix/controller }";
  const grant = "grants: [{ repository: acme/mirrors, destinations: [controller] }]";

  it("are a share of their own, with consent", () => {
    const config = configOf("redis", item, "nginx");
    const [redis, controller, nginx] = config.entries;
    expect(judge(config, groundOf([], consenting(grant)))).toEqual({
      allowed: new Map([
        ["acme", { config: { ...config, entries: [redis, nginx] }, skip: [1] }],
        ["aibrix", { config: { ...config, entries: [controller] }, skip: [0, 2] }],
      ]),
      forbidden: [],
    });
  });

  it("are the only share where nothing goes below the own owner", () => {
    const { allowed } = judge(configOf(item), groundOf([], consenting(grant)));
    expect([...allowed.keys()]).toEqual(["aibrix"]);
  });

  it("need no grant of the own organization", () => {
    expect(refusalOf(item, groundOf([organization("grants: []")], consenting(grant)))).toBeUndefined();
  });

  const policy = "a policy in `aibrix/.github` that grants `controller` to `Acme/mirrors`";
  it.each<[what: string, ground: Ground, why: string, remedy: string, place: string | undefined]>([
    [
      "nobody has asked about",
      groundOf([]),
      "the App is not installed for `aibrix`",
      `Ask the owners of \`aibrix\` to install the App, and for ${policy}.`,
      undefined,
    ],
    [
      "that has no App",
      groundOf([], [["aibrix", { isInstalled: false, layer: undefined }]]),
      "the App is not installed for `aibrix`",
      `Ask the owners of \`aibrix\` to install the App, and for ${policy}.`,
      undefined,
    ],
    [
      "that has no policy",
      groundOf([], [["aibrix", { isInstalled: true, layer: undefined }]]),
      "`aibrix` has no policy that consents",
      `Ask the owners of \`aibrix\` for ${policy}.`,
      undefined,
    ],
    [
      "whose policy grants nothing",
      groundOf([], consenting()),
      "the policy of `aibrix` grants nothing to `Acme/mirrors`",
      "Ask those who keep `aibrix/.github` to grant `controller` to `Acme/mirrors`.",
      undefined,
    ],
    [
      "whose policy grants to another",
      groundOf([], consenting("grants: [{ repository: acme/other, destinations: ['**'] }]")),
      "the policy of `aibrix` grants nothing to `Acme/mirrors`",
      "Ask those who keep `aibrix/.github` to grant `controller` to `Acme/mirrors`.",
      "aibrix/.github:2",
    ],
    [
      "whose policy grants something else",
      groundOf([], consenting("grants:", "  - { repository: acme/mirrors, destinations: [runtime] }")),
      "the policy of `aibrix` grants other destinations to `Acme/mirrors`",
      "Ask those who keep `aibrix/.github` to grant `controller` to `Acme/mirrors`.",
      "aibrix/.github:3",
    ],
  ])("are refused by one %s", (_, ground, why, remedy, place) => {
    const refusal = refusalOf(item, ground);
    expect(refusal).toMatchObject({
      message: `\`ghcr.io/aibrix/controller\` may not be written: ${why}`,
      remedy,
    });
    if (refusal) expect(placeOf(refusal)).toBe(place);
  });

  it.each([
    ["sources: { deny: [docker.io/aibrix/*] }", "the policy of `aibrix` denies `docker.io/aibrix/*`"],
    ["sources: { allow: [quay.io/**] }", "it is none of the sources that the policy of `aibrix` allows"],
    [
      "require: { verify: ['**'] }",
      "the policy of `aibrix` requires signatures to be checked, which this version cannot do",
    ],
  ])("follow the rules for sources there: %s", (rule, why) => {
    const refusal = refusalOf(item, groundOf([], consenting(grant, rule)));
    expect(refusal?.message).toBe(`\`docker.io/aibrix/controller\` may not be mirrored: ${why}`);
    expect(refusal && placeOf(refusal)).toBe("aibrix/.github:3");
  });

  it("follow the nearer policies first", () => {
    const refusal = refusalOf(item, groundOf([organization("sources: { deny: ['**'] }")]));
    expect(refusal?.rule?.repository).toBe("Acme/.github");
  });
});

describe("destinations that are none", () => {
  it.each([
    [
      "ghcr.io",
      "quay.io/acme/redis",
      "it is on another registry than `ghcr.io`, where copies go",
      "For `ghcr.io/acme/redis`, write `to: redis`.",
    ],
    [
      "r.example",
      "r.example/acme",
      "it is an owner's name, with nothing below",
      "For `r.example/acme/acme`, write `to: acme`.",
    ],
    [
      "r.example",
      "localhost:5000/x",
      "it is on another registry than `r.example`, where copies go",
      "For `r.example/acme/x`, write `to: x`.",
    ],
  ])("in %s: %s", (registry, to, why, remedy) => {
    expect(refusalOf(`{ source: redis, to: ${to} }`, { ...groundOf([]), registry })).toEqual({
      side: "destination",
      message: `\`${to}\` may not be written: ${why}`,
      remedy,
      rule: undefined,
    });
  });
});

describe("a config of which some is forbidden", () => {
  it("has the rest carried out", () => {
    const config = configOf("redis", "quay.io/x/y", "nginx", "{ source: a, to: ghcr.io/other/a }");
    const { allowed, forbidden } = judge(config, groundOf([organization("sources: { deny: [quay.io/**] }")]));
    expect(allowed.get("acme")).toEqual({
      config: { ...config, entries: [config.entries[0], config.entries[2]] },
      skip: [1, 3],
    });
    expect(forbidden.map(({ index, entry }) => [index, entry])).toEqual([
      [1, config.entries[1]],
      [3, config.entries[3]],
    ]);
  });
});
