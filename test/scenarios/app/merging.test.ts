import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { listen, writesOf } from "./listen.ts";
import { type House, openHouse } from "./open-house.ts";
import { propose } from "./propose.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

describe("a merge queue", () => {
  it("gets its check on the group's head, and no comment; merged, the config is applied", async () => {
    house.stock("library/queued", "1");
    const repository = await house.repository("queued");
    const { pull, check, comments } = await propose(
      house,
      repository,
      configOf("docker.io/library/queued:1"),
    );
    const [said, comment] = [check().title, comments()[0]?.body];
    const asked = listen(house, repository);
    const group = await repository.mergeQueue.add(pull, repository.creator);
    await house.settled();
    expect(writesOf(asked)).toEqual(["POST check-runs"]);
    const [ofGroup, ...others] = repository.checks.runsOf(group.head);
    expect(others).toEqual([]);
    expect(ofGroup).toMatchObject({
      name: "mirror / plan",
      status: "completed",
      conclusion: "success",
      title: said,
      actions: [],
      annotations: [{ path: ".github/mirror.yml", start_line: 3 }],
    });
    expect(ofGroup?.summary).not.toContain("`/mirror");
    expect(comments().map(({ body }) => body)).toEqual([comment]);

    await repository.mergeQueue.merge(group, repository.creator);
    await house.settled();
    const runs = repository.checks.runsOf(group.head);
    expect(runs.map(({ name, conclusion }) => `${name}: ${conclusion}`)).toEqual([
      "mirror / plan: success",
      "mirror / sync: success",
    ]);
    expect(house.ghcr.store.tags("acme/queued")).toEqual(["1"]);
    expect(await house.rows(`select * from ghcr_mirror.plans where repository = ${repository.id}`)).toEqual(
      [],
    );
  });

  it("whose group is wrong is told so; one that does not touch the config gets nothing", async () => {
    const repository = await house.repository("queues");
    const wrong = await propose(house, repository, configOf("docker.io/library/Wrong:1"));
    const words = await propose(house, repository, { "README.md": "Words" }, { branch: "words" });
    const groups = [
      await repository.mergeQueue.add(wrong.pull, repository.creator),
      await repository.mergeQueue.add(words.pull, repository.creator),
    ];
    await house.settled();
    expect(
      groups.map(({ head }) => repository.checks.runsOf(head).map(({ conclusion }) => conclusion)),
    ).toEqual([["failure"], []]);
  });

  it("is asked again by Re-run", async () => {
    house.stock("library/repeated", "1");
    const repository = await house.repository("repeated");
    const { pull } = await propose(house, repository, configOf("docker.io/library/repeated:1"));
    const group = await repository.mergeQueue.add(pull, repository.creator);
    await house.settled();
    const [first] = repository.checks.runsOf(group.head);
    repository.pressRerun(first?.id ?? 0);
    await house.settled();
    expect(repository.checks.runsOf(group.head)).toMatchObject([
      { title: first?.title, summary: first?.summary },
      { title: first?.title, summary: first?.summary },
    ]);
  });
});

describe("`/mirror sync` on a pull request", () => {
  it("brings what it adds, so that its own CI can pull it; merged, nothing is left to do", async () => {
    const old = house.stock("library/old", "1");
    const added = house.stock("library/added", "1");
    const repository = await house.repository("ahead");
    await house.apply(repository, "docker.io/library/old:1");
    const both = configOf("docker.io/library/old:1", "docker.io/library/added:1");
    const { pull, check, checks, comments } = await propose(house, repository, both);
    expect(house.ghcr.store.hasRepository("acme/added")).toBe(false);
    const pulls = house.hub.pulls;
    const comment = repository.comment(pull.number, repository.creator, "/mirror sync");
    await house.settled();
    expect(comment.reactions.map(({ content }) => content)).toEqual(["eyes", "rocket"]);
    expect(house.ghcr.store.manifest("acme/added", "1")?.digest).toBe(added);
    expect(house.hub.pulls - pulls).toBe(1);
    const onHead = repository.checks.runsOf(pull.pull.headSha);
    expect(onHead.find(({ name }) => name === "mirror / sync (pull request)")).toMatchObject({
      conclusion: "success",
      title: "Synced: 1 copied (3.4 kB)",
    });
    // What it says stays true: there is nothing left to bring.
    expect(check()).toMatchObject({ title: "Plan: nothing to do, 2 up to date" });
    expect(checks()).toHaveLength(2);
    expect(comments()).toHaveLength(1);
    expect(comments()[0]?.body).toContain("### Plan: nothing to do, 2 up to date");

    house.ghcr.resetRequests();
    house.hub.resetRequests();
    const merged = await repository.pulls.merge(pull, repository.creator);
    await house.settled();
    const [applied] = repository.checks.runsOf(merged).filter(({ name }) => name === "mirror / sync");
    expect(applied).toMatchObject({ conclusion: "neutral", title: "Nothing to do: 2 up to date" });
    expect(applied?.text).toContain(`ghcr.io/acme/old:1@${old}`);
    expect(applied?.text).toContain(`ghcr.io/acme/added:1@${added}`);
    expect(house.hub.pulls - pulls).toBe(1);
    expect(house.ghcr.count({ kind: "upload" })).toBe(0);
    expect(house.ghcr.count({ kind: "manifest", method: "PUT" })).toBe(0);
    expect(
      await house.rows(`select commit from ghcr_mirror.applied_configs where repository = ${repository.id}`),
    ).toEqual([{ commit: merged }]);
  });

  it("leaves the default branch's config alone, which is what schedules and Re-run carry out", async () => {
    house.stock("library/base", "1");
    house.stock("library/tried", "1");
    const repository = await house.repository("untouched");
    await house.apply(repository, "docker.io/library/base:1");
    const [before] = await house.rows(
      `select * from ghcr_mirror.applied_configs where repository = ${repository.id}`,
    );
    const { pull } = await propose(house, repository, configOf("docker.io/library/tried:1"));
    repository.comment(pull.number, repository.creator, "/mirror sync");
    await house.settled();
    expect(house.ghcr.store.tags("acme/tried")).toEqual(["1"]);
    expect(
      await house.rows(`select * from ghcr_mirror.applied_configs where repository = ${repository.id}`),
    ).toEqual([before]);
  });
});
