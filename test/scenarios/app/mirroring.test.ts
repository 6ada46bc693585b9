import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { configOf, textOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(() => {
  house.hub.resetRequests();
  house.ghcr.resetRequests();
});

/** What the App asked of one repository from here on, as `GET contents/.github`. */
function listen(repository: string): () => string[] {
  const start = house.github.requests.length;
  return () =>
    house.github.requests
      .slice(start)
      .filter((request) => request.repository === repository)
      .map(({ method, path }) => `${method} ${path.replace(/^\/repos\/[^/]+\/[^/]+\/|\?.*$/g, "")}`);
}

describe("a push of a config", () => {
  it("brings the image, byte for byte, and says so on the commit", async () => {
    const digest = house.stock("library/redis", "7");
    const mirrors = await house.repository("mirrors");
    const pulls = house.hub.pulls;
    const check = await house.apply(mirrors, "docker.io/library/redis:7");
    expect(house.ghcr.store.manifest("acme/redis", "7")?.digest).toBe(digest);
    expect(house.hub.pulls - pulls).toBe(1);

    const [run] = await house.rows<{ id: string }>(
      `select id from ghcr_mirror.runs where repository = ${mirrors.id} and conclusion = 'success'`,
    );
    expect(check).toMatchObject({ name: "mirror / sync", status: "completed", conclusion: "success" });
    expect(check?.externalId).toBe(run?.id);
    expect(check?.title).toBe("Synced: 1 copied (3.4 kB)");
    const sha = mirrors.git.branch("main") ?? "";
    const finished = `${new Date(house.clock.now()).toISOString().slice(0, 19)}Z`;
    expect(check?.summary).toBe(
      [
        "3.4 kB moved, 1 pull from docker.io, 0 ms. Pulls: 99 of 100 in 6 h were left at docker.io.",
        "",
        "|  | source | destination | then → now | size | why |",
        "| --- | --- | --- | --- | --- | --- |",
        `| + | \`docker.io/library/redis:7\` | \`ghcr.io/acme/redis:7\` | none → \`${digest.slice(7, 19)}\` | 3.4 kB | new at the destination |`,
        "",
        "### Good to know",
        "",
        `- \`ghcr.io/acme/redis\` is new and private. If that is not what you want, change it in [the package&#39;s settings](<https://github.com/orgs/acme/packages/container/redis/settings>) → Change visibility.`,
        "",
        `Applied \`.github/mirror.yml@${sha.slice(0, 7)}\`, finished at ${finished}, published by the App.`,
      ].join("\n"),
    );
    expect(check?.text).toContain(`\`ghcr.io/acme/redis:7@${digest}\` | \`linux/amd64\``);
    expect(
      await house.rows(`select * from ghcr_mirror.mirrored_images where repository = ${mirrors.id}`),
    ).toEqual([
      expect.objectContaining({
        source: "docker.io/library/redis:7",
        destination: "ghcr.io/acme/redis:7",
        source_digest: digest,
        destination_digest: digest,
      }),
    ]);
  });

  it("says nothing about a push that leaves the config as it is", async () => {
    house.stock("library/unrelated", "1");
    const repository = await house.repository("unrelated");
    await house.apply(repository, "docker.io/library/unrelated:1");
    house.ghcr.resetRequests();
    const asked = listen("acme/unrelated");
    const sha = await repository.commit({ files: { "README.md": "Hello again" } });
    await house.settled();
    expect(repository.checks.runsOf(sha)).toEqual([]);
    expect(asked()).toEqual(["GET contents/.github"]);
    expect(house.ghcr.requests).toEqual([]);
  });

  it("says nothing where there is no config", async () => {
    const repository = await house.repository("silent");
    const asked = listen("acme/silent");
    const sha = await repository.commit({ files: { "README.md": "Hello again" } });
    await house.settled();
    expect(repository.checks.runsOf(sha)).toEqual([]);
    expect(asked()).toEqual(["GET contents/.github"]);
  });

  it("reads mirror.yaml as well", async () => {
    house.stock("library/yaml", "1");
    const repository = await house.repository("yaml");
    const sha = await repository.commit({
      files: { ".github/mirror.yaml": textOf("docker.io/library/yaml:1") },
    });
    await house.settled();
    expect(repository.checks.runsOf(sha)).toMatchObject([{ conclusion: "success" }]);
    expect(repository.checks.runsOf(sha)[0]?.summary).toContain("Applied `.github/mirror.yaml@");
  });

  it("ignores other branches and tags", async () => {
    const repository = await house.repository("branches");
    const asked = listen("acme/branches");
    const sha = await repository.commit({ branch: "feature", files: configOf("docker.io/library/none:1") });
    await repository.moveRef({ ref: "refs/tags/v1", after: sha, pusher: repository.creator });
    await repository.deleteBranch("feature");
    await house.settled();
    expect(repository.checks.runsOf(sha)).toEqual([]);
    expect(asked()).toEqual([]);
  });

  it("is found among 2,100 commits", async () => {
    house.stock("library/many", "1");
    const repository = await house.repository("many");
    const changes = Array.from({ length: 2100 }, (_, index) => ({ message: `Commit ${index}` }));
    const sha = await repository.push([{ files: configOf("docker.io/library/many:1") }, ...changes]);
    await house.settled();
    expect(repository.checks.runsOf(sha)).toMatchObject([{ conclusion: "success" }]);
  });

  it("is found after a forced push, and on a renamed branch not twice", async () => {
    house.stock("library/forced", "1");
    house.stock("library/forced", "2");
    const repository = await house.repository("forced");
    const root = repository.git.branch("main") ?? "";
    await house.apply(repository, "docker.io/library/forced:1");
    const sha = await repository.commit({ parent: root, files: configOf("docker.io/library/forced:2") });
    await house.settled();
    expect(repository.checks.runsOf(sha)).toMatchObject([{ conclusion: "success" }]);
    expect(house.ghcr.store.manifest("acme/forced", "2")).toBeDefined();

    const asked = listen("acme/forced");
    await repository.renameBranch("main", "trunk");
    await house.settled();
    expect(repository.checks.runsOf(sha)).toHaveLength(1);
    expect(asked().filter((request) => !request.startsWith("GET"))).toEqual([]);
    const next = await house.apply(repository, "docker.io/library/forced:1", "docker.io/library/forced:2");
    expect(next).toMatchObject({ conclusion: "neutral", title: "Nothing to do: 2 up to date" });
  });

  it("is forgotten when it is deleted, and applied anew when it comes back", async () => {
    house.stock("library/back", "1");
    const repository = await house.repository("back");
    await house.apply(repository, "docker.io/library/back:1");
    const gone = await repository.commit({ files: { ".github/mirror.yml": null } });
    await house.settled();
    expect(repository.checks.runsOf(gone)).toEqual([]);
    expect(
      await house.rows(`select * from ghcr_mirror.applied_configs where repository = ${repository.id}`),
    ).toEqual([]);
    const check = await house.apply(repository, "docker.io/library/back:1");
    expect(check).toMatchObject({ conclusion: "neutral", title: "Nothing to do: 1 up to date" });
  });
});
