import { describe, expect, it } from "vitest";
import { packagesTokens } from "../../sandbox/packages-tokens.ts";
import { openGitHub } from "./github/client.ts";

const WORKFLOW = "on: workflow_dispatch\njobs: { work: { runs-on: x, steps: [{ run: x }] } }";

async function set() {
  const clock = { now: new Date("2026-11-21T12:00:00Z") };
  const hub = await openGitHub({ now: () => clock.now });
  const { github } = hub;
  const mirrors = await github.createRepository("acme", "mirrors");
  const installation = github.install("acme", [mirrors]);
  const tokenFor = (permissions: Record<string, string>) =>
    hub.tokenOf(installation, { repository_ids: [mirrors.id], permissions });
  return {
    clock,
    github,
    installation,
    tokenFor,
    verify: packagesTokens(github),
    [Symbol.asyncDispose]: () => github.close(),
  };
}

describe("the tokens of a GitHub at its registry", () => {
  it.each([
    [{ packages: "write" }, "write"],
    [{ packages: "read" }, "read"],
    [{ contents: "read" }, undefined],
  ])("with %j may do %s, for the account of the App", async (permissions, packages) => {
    await using at = await set();
    expect(at.verify(await at.tokenFor(permissions))).toEqual({ account: "acme", packages });
  });

  it("are nobody's after an hour, once revoked, where the App is gone, and where they were never given", async () => {
    await using at = await set();
    const permissions = { packages: "write" };
    const old = await at.tokenFor(permissions);
    at.clock.now = new Date(at.clock.now.getTime() + 3_600_000);
    expect(at.verify(old)).toBeUndefined();
    const withdrawn = await at.tokenFor(permissions);
    at.github.revokeTokens();
    expect(at.verify(withdrawn)).toBeUndefined();
    const orphan = await at.tokenFor(permissions);
    at.github.uninstall(at.installation);
    expect(at.verify(orphan)).toBeUndefined();
    expect(at.verify("ghs_made_up")).toBeUndefined();
  });

  it.each([
    [{ packages: "write" }, "write"],
    [{ contents: "read" }, undefined],
  ] as const)(
    "that jobs get with %j may do %s, for their repository, until they end",
    async (permissions, packages) => {
      await using at = await set();
      const { world } = at.github;
      const files = { ".github/workflows/work.yml": WORKFLOW };
      const repository = await at.github.createRepository("acme", "images", { files });
      const by = world.app.owner;
      const run = await world.actions.dispatch(repository, { workflow: "work.yml", ref: "main" }, by);
      const job = run.addJob("work");
      job.begin();
      const token = job.issueToken(permissions);
      expect(at.verify(token)).toEqual({ account: "acme", packages, repository: repository.id });
      job.complete("success");
      expect(at.verify(token)).toBeUndefined();
    },
  );

  it("are not those of people", async () => {
    await using at = await set();
    expect(at.verify(at.github.createUserToken("acme"))).toBeUndefined();
  });
});
