import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { textOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house[Symbol.asyncDispose]());

const POLICY_PATH = ".github/mirror-policy.yml";

/** The organization's `.github` repository with a policy of these lines. */
async function govern(owner: string, ...lines: readonly string[]) {
  const files = { [POLICY_PATH]: ["version: 1", ...lines, ""].join("\n") };
  const repository = await house.github.createRepository(owner, ".github", { files });
  await house.settled();
  return repository;
}

/** Another organization that has the App. */
async function found(owner: string): Promise<number> {
  house.github.createOrganization(owner);
  return house.github.install(owner, "all");
}

describe("a policy", () => {
  it("keeps out what it denies, says which rule does, and lets the rest be brought", async () => {
    const governing = await govern(
      "acme",
      "sources:",
      "  allow:",
      '    - "docker.io/library/*"',
      '  deny: ["docker.io/library/mysql"]',
    );
    const head = governing.git.branch("main")?.slice(0, 7);
    for (const name of ["redis", "mysql"]) house.stock(`library/${name}`, "1");
    const repository = await house.repository("mirrors");
    const check = await house.apply(
      repository,
      "docker.io/library/redis:1",
      "docker.io/library/mysql:1",
      "quay.io/x/y:1",
    );
    expect(check).toMatchObject({ conclusion: "failure" });
    expect(check?.title).toMatch(/1 copied.*2 blocked/);
    expect(check?.summary).toContain(`${POLICY_PATH}:5 at ${head}`);
    expect(check?.annotations.map(({ start_line }) => start_line)).toEqual([4, 5]);
    expect(house.ghcr.store.repositories()).toEqual(["acme/redis"]);
    expect(house.hub.requests.filter(({ path }) => path.includes("mysql"))).toEqual([]);
  });

  it("that cannot be read allows nothing", async () => {
    await govern("acme", "sources: { allow: docker.io }");
    house.stock("library/redis", "1");
    const repository = await house.repository("mirrors");
    const check = await house.apply(repository, "docker.io/library/redis:1");
    expect(check).toMatchObject({ conclusion: "failure", title: "1 problem in the policy of acme/.github" });
    expect(house.ghcr.store.repositories()).toEqual([]);
  });

  it("grants the repositories of its organization what they may write", async () => {
    await govern("acme", "grants:", "  - repository: acme/mirrors", '    destinations: ["tools/**"]');
    for (const name of ["a", "b"]) house.stock(`library/${name}`, "1");
    const repository = await house.repository("mirrors");
    const check = await house.apply(
      repository,
      "{ source: docker.io/library/a:1, to: tools/a }",
      "docker.io/library/b:1",
    );
    expect(check?.title).toMatch(/1 copied.*1 blocked/);
    expect(house.ghcr.store.repositories()).toEqual(["acme/tools/a"]);
    const other = await house.repository("others");
    await house.apply(other, "{ source: docker.io/library/b:1, to: tools/b }");
    expect(house.ghcr.store.repositories()).toEqual(["acme/tools/a"]);
  });

  it("of the repository itself can only forbid more", async () => {
    house.stock("library/redis", "1");
    const repository = await house.repository("mirrors", {
      [POLICY_PATH]: 'version: 1\nsources: { deny: ["docker.io/**"] }\n',
    });
    const check = await house.apply(repository, "docker.io/library/redis:1");
    expect(check?.title).toMatch(/1 blocked/);
    expect(check?.summary).toContain("acme/mirrors: .github/mirror-policy.yml:2");
  });
});

describe("another organization's registry", () => {
  const CONFIG = "{ source: docker.io/library/controller:1, to: ghcr.io/aibrix/controller }";

  beforeEach(() => {
    house.stock("library/controller", "1");
    house.stock("library/redis", "1");
  });

  it("is not written without its consent, and what is needed is said", async () => {
    const repository = await house.repository("aibrix");
    const first = await house.apply(repository, "docker.io/library/redis:1", CONFIG);
    expect(first?.title).toMatch(/1 copied.*1 blocked/);
    expect(first?.summary).toMatch(/install/i);
    await found("aibrix");
    repository.pressRerun(first?.id ?? 0);
    await house.settled();
    const second = repository.checks.runsOf(first?.headSha ?? "").at(-1);
    expect(second?.summary).toContain("`aibrix` has no policy that consents");
    expect(house.ghcr.store.repositories()).toEqual(["acme/redis"]);
  });

  it("is written where it consents, with its own token, and both sides see it", async () => {
    const installation = await found("aibrix");
    const governing = await govern(
      "aibrix",
      "grants:",
      "  - repository: acme/aibrix",
      "    destinations: [controller]",
    );
    const repository = await house.repository("aibrix");
    const check = await house.apply(repository, "docker.io/library/redis:1", CONFIG);
    expect(check).toMatchObject({ conclusion: "success", title: expect.stringContaining("2 copied") });
    expect(house.ghcr.store.repositories().toSorted()).toEqual(["acme/redis", "aibrix/controller"]);
    const seen = governing.checks.runsOf(governing.git.branch("main") ?? "");
    const received = seen.find(({ name }) => name === "mirror / received");
    expect(received).toMatchObject({
      conclusion: "success",
      title: expect.stringContaining("From acme/aibrix"),
    });
    expect(received?.summary).toContain("ghcr.io/aibrix/controller:1");
    expect(received?.summary).not.toContain("acme/redis");
    const tokens = house.ghcr.requests.flatMap(({ authorization }) =>
      authorization?.startsWith("Basic ")
        ? [Buffer.from(authorization.slice("Basic ".length), "base64").toString().split(":")[1] ?? ""]
        : [],
    );
    const actors = tokens.map((token) => house.github.findToken(token));
    expect(actors.map((actor) => actor && "installation" in actor && actor.installation)).toContain(
      installation,
    );
  });

  it.each([
    ["public one of a private config only how much", false, false],
    ["private one all", true, true],
  ])("is told of what it received: in a %s", async (_, isPrivate, isTold) => {
    await found("aibrix");
    const governing = await govern(
      "aibrix",
      "grants:",
      "  - repository: acme/aibrix",
      '    destinations: ["**"]',
    );
    const repository = await house.repository("aibrix");
    repository.isPrivate = true;
    governing.isPrivate = isPrivate;
    await house.apply(repository, CONFIG);
    const seen = governing.checks.runsOf(governing.git.branch("main") ?? "");
    const received = seen.find(({ name }) => name === "mirror / received");
    expect(received).toMatchObject({ title: expect.stringMatching(/^From acme\/aibrix: .*1 copied/) });
    expect(`${received?.title} ${received?.summary} ${received?.text}`.includes("controller")).toBe(isTold);
  });

  it("is written from then on when it consents, without a push", async () => {
    await found("aibrix");
    const governing = await govern("aibrix", "grants: []");
    const repository = await house.repository("aibrix");
    await house.apply(repository, CONFIG);
    expect(house.ghcr.store.repositories()).toEqual([]);
    const consent = [
      "version: 1",
      "grants:",
      "  - repository: acme/aibrix",
      "    destinations: [controller]",
      "",
    ];
    const sha = await governing.commit({ files: { [POLICY_PATH]: consent.join("\n") } });
    await house.settled();
    expect(house.ghcr.store.repositories()).toEqual(["aibrix/controller"]);
    const told = governing.checks.runsOf(sha).find(({ name }) => name === "mirror / policy");
    expect(told).toMatchObject({ conclusion: "success" });
    expect(told?.summary).toContain("acme/aibrix");
    expect(repository.checks.runsOf(repository.git.branch("main") ?? "").at(-1)).toMatchObject({
      conclusion: "success",
    });
  });
});

describe("a change of a policy", () => {
  it("is told once, at its commit, and what it forbids stays where it is", async () => {
    const governing = await govern("acme", "sources: {}");
    for (const name of ["a", "b"]) house.stock(`library/${name}`, "1");
    const repositories = [await house.repository("one"), await house.repository("two")];
    await Promise.all([
      house.apply(repositories[0] ?? governing, "docker.io/library/a:1"),
      house.apply(repositories[1] ?? governing, "docker.io/library/b:1"),
    ]);
    const before = house.github.requests.length;
    const sha = await governing.commit({
      files: { [POLICY_PATH]: 'version: 1\nsources: { deny: ["docker.io/library/a"] }\n' },
    });
    await house.settled();
    const checks = governing.checks.runsOf(sha);
    expect(checks).toMatchObject([{ name: "mirror / policy", status: "completed" }]);
    expect(checks[0]?.summary).toContain("acme/one");
    expect(checks[0]?.summary).not.toContain("acme/two");
    const written = house.github.requests.slice(before).filter(({ method }) => method !== "GET");
    expect(written.filter(({ path }) => path.includes("/check-runs"))).toHaveLength(1);
    expect(house.ghcr.store.repositories().toSorted()).toEqual(["acme/a", "acme/b"]);
  });

  it("that is wrong is annotated on its lines", async () => {
    const governing = await govern("acme", "sources: {}");
    const sha = await governing.commit({ files: { [POLICY_PATH]: textOf() } });
    await house.settled();
    const [check] = governing.checks.runsOf(sha);
    expect(check).toMatchObject({ name: "mirror / policy", conclusion: "failure" });
    expect(check?.annotations).toMatchObject([{ path: POLICY_PATH, start_line: 2 }]);
  });
});
