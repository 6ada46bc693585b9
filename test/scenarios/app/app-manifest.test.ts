import { expect, it } from "vitest";
import { report } from "../../cli/reports.ts";
import { configOf } from "./config-of.ts";
import { MANIFEST, openHouse } from "./open-house.ts";
import { WORKFLOW } from "./publish.ts";
import { pushPackage } from "./push-package.ts";
import { dispatched, finish } from "./run-by-hand.ts";

/** Comes to every App, whatever it subscribes to. */
const UNASKED = new Set(["installation", "installation_repositories"]);

it("app.yml asks for what is needed, and for no more", async () => {
  await using house = await openHouse({ publisher: "auto" });
  house.stock("library/a", "1");
  const repository = await house.repository("mirrors", WORKFLOW);
  const check = await house.apply(repository, "docker.io/library/a:1");
  await house.apply(repository, "docker.io/library/Wrong:1");
  const head = await house.apply(repository, "docker.io/library/a:1");
  repository.pressRerun(check?.id ?? 0);
  await house.settled();
  repository.rerequestSuite(head?.suite.id ?? 0);
  await house.settled();
  repository.rename("renamed");
  await house.sweep();
  await house.settled();
  house.github.hooks.faults.add({ fault: { kind: "lose" } });
  await repository.commit({ files: configOf("docker.io/library/a:1", "docker.io/library/a:1.0") });
  await house.sweep();
  await house.settled();

  // People talk with it about a config that is to be changed, and it proposes a change itself.
  house.stock("library/c", "1");
  await repository.commit({
    files: configOf("docker.io/library/a:1", "docker.io/library/c:1"),
    branch: "more",
  });
  const pull = await repository.openPullRequest({ title: "Mirror more", head: "more" });
  await house.settled();
  repository.comment(pull.number, repository.creator, "/mirror add docker.io/library/d:1");
  repository.openIssue("How does it stand?", "Hm");
  await repository.mergeQueue.add(pull, repository.creator);
  await house.settled();
  house.ghcr.packages.link("acme/a", repository.id);
  pushPackage(house, "acme/a", "1", "from somebody else");
  await house.settled();

  // What the App may not bring itself, a workflow does.
  house.ghcr.packages.creation = "disabled";
  const { run } = await dispatched(house, repository, "docker.io/library/b:1");
  await finish(house, run, report([]));
  const { run: unwanted } = await dispatched(house, repository, "docker.io/library/b:2");
  await house.rows("update ghcr_mirror.runs set wanted = false where state <> 'concluded'");
  await house.until(() => unwanted.signal.aborted, 1);
  await house.settled(1);

  const written = house.ghcr.count({ kind: "manifest", method: "PUT", status: 201 });
  expect({
    ...house.github.usedPermissions.toJSON(),
    ...(written > 0 && { packages: "write" }),
    // What every App has.
    metadata: "read",
    // What GitHub tells of merge queues for.
    merge_queues: "read",
  }).toEqual(MANIFEST.default_permissions);
  const taken = house.github.hooks.log.filter(
    ({ statusCode, event }) => statusCode === 200 && !UNASKED.has(event),
  );
  expect([...new Set(taken.map(({ event }) => event))].sort()).toEqual(
    [...(MANIFEST.default_events ?? [])].sort(),
  );
  const refused = house.github.requests.filter((request) => request.status === 403);
  expect(refused).toEqual([]);
});

it.each(["contents", "checks", "packages"])("nothing is mirrored without %s", async (permission) => {
  const { [permission]: _, ...default_permissions } = MANIFEST.default_permissions ?? {};
  await using house = await openHouse({ manifest: { ...MANIFEST, default_permissions } });
  house.stock("library/a", "1");
  const repository = await house.repository("mirrors");
  const check = await house.apply(repository, "docker.io/library/a:1");
  expect(check?.conclusion).not.toBe("success");
  expect(house.ghcr.store.repositories()).toEqual([]);
});
