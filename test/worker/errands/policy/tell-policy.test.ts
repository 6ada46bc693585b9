import { beforeEach, describe, expect, it } from "vitest";
import type { PolicyErrand } from "../../../../src/jobs/errand.ts";
import { planPull } from "../../../../src/worker/errands/plan/plan-pull.ts";
import { tellPolicy } from "../../../../src/worker/errands/policy/tell-policy.ts";
import { configOf, limited, PlanningHouse, policyOf, refused, sha } from "../plan/planning-house.ts";

const REDIS = "docker.io/library/redis:7";
const MYSQL = "docker.io/library/mysql:8";
const OPEN = policyOf();
const STRICT = policyOf("sources:", "  deny:", "    - docker.io/library/mysql");

let house: PlanningHouse;

beforeEach(() => {
  house = new PlanningHouse();
  for (const [name, images] of [
    ["acme/app", [REDIS, MYSQL]],
    ["acme/web", [REDIS]],
  ] as const) {
    house.commit(name, name, { "mirror.yml": configOf(...images) });
    house.apply(name);
  }
});

/** Two pushes to the default branch of `acme/.github`, the second of which is told. */
async function push(before: string | undefined, after: string | undefined, known = true): Promise<void> {
  house.commit("acme/.github", "one", before === undefined ? {} : { "mirror-policy.yml": before });
  house.commit("acme/.github", "two", after === undefined ? {} : { "mirror-policy.yml": after });
  await tell(known ? sha("one") : null);
}

async function tell(before: string | null, id = "errand"): Promise<void> {
  const errand: PolicyErrand = { kind: "policy", ...house.place("acme/.github"), commit: sha("two"), before };
  await tellPolicy(house.parts, errand, id, house.context);
}

describe("a push to the organization's repository", () => {
  it("that does not change the policy says nothing", async () => {
    await push(STRICT, STRICT);
    await push(undefined, undefined);
    expect(house.deeds).toEqual([]);
  });

  it("that forbids something says so once, on its own commit, and copies nothing", async () => {
    await push(OPEN, STRICT);
    expect(house.deeds).toEqual(["create completed mirror / policy"]);
    expect(house.checks).toMatchObject([
      {
        repository: "acme/.github",
        commit: sha("two"),
        externalId: `policy:${sha("one")}:errand`,
        conclusion: "success",
        output: { title: "Policy: 1 forbidden now" },
      },
    ]);
    const rule = `acme/.github: .github/mirror-policy.yml:4 at ${sha("two").slice(0, 7)}`;
    expect(house.checks[0]?.output.summary).toContain(
      "| ! | `acme/app` | `docker.io/library/mysql:8` (`.github/mirror.yml:4`)",
    );
    expect(house.checks[0]?.output.summary).toContain(rule);
    expect(house.requested).toEqual([]);
  });

  it("that allows something has just that mirrored, in just those repositories", async () => {
    await push(STRICT, OPEN);
    expect(house.checks[0]?.output.title).toBe("Policy: 1 allowed now");
    expect(house.requested).toEqual([
      { ...house.place("acme/app"), commit: null, reason: "policy", scope: [MYSQL] },
    ]);
  });

  it("that touches nothing says that in one line", async () => {
    await push(undefined, policyOf("sources:", "  deny:", "    - quay.io/**"));
    expect(house.checks).toMatchObject([
      { conclusion: "success", output: { title: "Policy: no entry is judged otherwise than before" } },
    ]);
    expect(house.requested).toEqual([]);
  });

  it("that takes the policy away says what holds then", async () => {
    await push(STRICT, undefined);
    expect(house.checks[0]?.output.summary).toContain("Without a policy");
    expect(house.requested).toHaveLength(1);
  });

  it("with a wrong policy says, on its lines, that nothing is allowed, and nothing else happens", async () => {
    await push(OPEN, "version: 2\n");
    expect(house.deeds).toEqual(["create completed mirror / policy"]);
    expect(house.checks).toMatchObject([{ conclusion: "failure" }]);
    expect(house.checks[0]?.output.annotations?.[0]).toMatchObject({
      level: "failure",
      path: ".github/mirror-policy.yml",
    });
    expect(house.checks[0]?.output.summary).toContain("nothing is allowed in any repository until then");
  });

  it("that puts a wrong policy right allows again what nothing allowed", async () => {
    await push("version: 2\n", STRICT);
    expect(house.requested.map(({ repository, scope }) => [repository.name, scope])).toEqual([
      ["app", [REDIS]],
      ["web", [REDIS]],
    ]);
  });

  it("is compared with no policy where nobody knows what was before", async () => {
    await push(STRICT, STRICT, false);
    expect(house.checks[0]?.output.title).toBe("Policy: 1 forbidden now");
  });

  it("is told with what is there after a crash", async () => {
    await push(STRICT, OPEN);
    await tell(sha("one"));
    expect(house.checks).toHaveLength(1);
    expect(house.deeds).toEqual([
      "create completed mirror / policy",
      "request",
      "update completed 1",
      "request",
    ]);
  });

  it("does what follows where it may not be told, and nothing before GitHub is at ease", async () => {
    house.refusals.set("create", refused());
    await push(STRICT, OPEN);
    expect(house.deeds).toEqual(["request"]);
    house.refusals.set("create", limited());
    await expect(tell(sha("one"), "another")).rejects.toThrow("secondary rate limit");
    expect(house.deeds).toEqual(["request"]);
  });

  it("does not name private repositories where everybody can read it", async () => {
    const app = house.repositories.get("acme/app");
    if (app) app.isPrivate = true;
    await push(OPEN, STRICT);
    expect(house.checks[0]?.output.title).toBe("Policy: 1 private repository touched");
    expect(house.checks[0]?.output.summary).not.toContain("acme/app");
    const organization = house.repositories.get("acme/.github");
    if (organization) organization.isPrivate = true;
    await tell(sha("one"), "another");
    expect(house.checks[1]?.output.summary).toContain("acme/app");
  });

  it("does not speak of what a repository's own policy forbids all the while", async () => {
    house.commit("acme/app", "stricter", {
      "mirror.yml": configOf(REDIS, MYSQL),
      "mirror-policy.yml": STRICT,
    });
    await push(STRICT, OPEN);
    expect(house.checks[0]?.output.title).toBe("Policy: no entry is judged otherwise than before");
    expect(house.requested).toEqual([]);
  });

  it("looks at the repositories of others that it lets publish", async () => {
    const text = [
      "version: 1",
      "mirrors:",
      `  - source: ${REDIS.slice(0, -2)}`,
      "    to: ghcr.io/acme/redis",
      '    tags: ["7"]',
      "",
    ].join("\n");
    house.commit("other/tools", "tools", { "mirror.yml": text });
    house.apply("other/tools");
    const grants = policyOf("grants:", "  - repository: other/tools", '    destinations: ["redis"]');
    await push(OPEN, grants);
    expect(house.checks[0]?.output.summary).toContain("| + | `other/tools` |");
    expect(house.requested.filter(({ repository }) => repository.owner === "other")).toEqual([
      { ...house.place("other/tools"), commit: null, reason: "policy", scope: ["docker.io/library/redis:7"] },
    ]);
  });

  it("has the open plans of touched repositories computed again, quietly", async () => {
    house.plans.set(12, {
      place: house.place("acme/app"),
      pull: 12,
      head: sha("head"),
      base: sha("base"),
      baseBranch: "main",
      checkRun: 1,
      said: "sha256:1",
      comment: null,
      sources: [],
      computedAt: new Date(0),
    });
    await push(OPEN, STRICT);
    expect(house.sent).toEqual([
      { kind: "plan", ...house.place("acme/app"), pull: 12, isFresh: true, isQuiet: true },
    ]);
  });
});

describe("a pull request to the organization's repository", () => {
  const propose = async (after: string, changes = {}) => {
    house.commit("acme/.github", "base", { "mirror-policy.yml": OPEN });
    house.pull({ "mirror-policy.yml": after }, changes, "acme/.github");
    const errand = { kind: "plan", ...house.place("acme/.github"), pull: 12, isFresh: false } as const;
    await planPull(house.parts, errand, "errand", house.context);
    return house.checks[0];
  };

  it("shows what the proposed policy would forbid and allow, and changes nothing", async () => {
    const check = await propose(STRICT);
    expect(check).toMatchObject({
      name: "mirror / plan",
      commit: sha("head"),
      conclusion: "success",
      output: { title: "Policy: 1 forbidden now" },
      buttons: [{ button: "plan" }],
    });
    expect(check?.output.summary).toContain("| ! | `acme/app` |");
    expect(house.requested).toEqual([]);
    expect(house.comments).toHaveLength(1);
  });

  it("with a wrong policy says what it would do", async () => {
    const check = await propose("version: 2\n");
    expect(check).toMatchObject({ conclusion: "failure" });
    expect(check?.output.summary).toContain("merged like this, it would allow nothing");
  });

  it("from a fork is not worked out: each try would cost requests for every repository", async () => {
    const check = await propose(STRICT, { isFork: true });
    expect(check).toMatchObject({ conclusion: "success", output: { title: "Policy: it can be read" } });
    expect(check?.output.summary).not.toContain("acme/app");
  });
});
