import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkflowRun } from "../../../sandbox/github/actions/workflow-run.ts";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Files } from "../../../sandbox/github/repositories/git/file-content.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { generateArtifact } from "../../../sandbox/images/generate-artifact.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import type { Digest } from "../../../src/oci/digest.ts";
import { type House, openHouse } from "./open-house.ts";
import { propose } from "./propose.ts";
import { PACE, publish, rerun } from "./publish.ts";

const DAY = 24 * 3_600_000;

/** Workflows are processes, and a machine may be busy. */
const BUSY = { timeout: 60_000 };

let house: House;

beforeAll(async () => {
  house = await openHouse({ publisher: "auto", machine: {}, ghcr: { refuseInstallationTokens: true } });
});

afterAll(() => house[Symbol.asyncDispose]());

/** A config that nobody looks at by itself; `more` are other keys. */
function config(prune: string, mirrors: readonly string[], ...more: readonly string[]): Files {
  const defaults = `defaults: { schedule: never, prune: ${prune} }`;
  const lines = ["version: 1", ...more, defaults, "mirrors:", ...mirrors.map((one) => `  - ${one}`), ""];
  return { ".github/mirror.yml": lines.join("\n") };
}

const tagsOf = (name: string, ...tags: readonly string[]) =>
  `{ source: docker.io/library/${name}, tags: ${JSON.stringify(tags)} }`;
const DELETE = "{ delete-after: 30d }";

/** A repository that mirrors these tags of a source, all of them public. */
async function mirroring(name: string, prune: string, tags: readonly string[], ...more: readonly string[]) {
  const repository = await house.repository(name);
  for (const tag of tags)
    if (!house.hub.store.tags(`library/${name}`).includes(tag)) house.stock(`library/${name}`, tag);
  const check = await publish(house, repository, config(prune, [tagsOf(name, ...tags)], ...more));
  expect(check.title).toMatch(new RegExp(`^Synced: ${tags.length} copied`));
  house.ghcr.store.setVisibility(`acme/${name}`, "public");
  return repository;
}

const held = (name: string) => house.ghcr.store.tags(`acme/${name}`).sort();
const digestAt = (name: string, tag: string) => house.ghcr.store.manifest(`acme/${name}`, tag)?.digest;
const runsOf = (repository: Repository) => house.github.actions.of(repository).runs;
const lastOf = (repository: Repository) => runsOf(repository).at(-1) as WorkflowRun;
const departuresOf = ({ id }: Repository) =>
  house.rows<{ destination: string; digest: Digest; kind: string; announced_at: Date }>(
    `select destination, digest, kind, announced_at from ghcr_mirror.departures where repository = ${id} order by 1`,
  );
const auditOf = ({ id }: Repository) =>
  house.rows(
    `select destination, digest, deed, source, reason, name from ghcr_mirror.audit where repository = ${id} order by 1`,
  );

/** Lets days go by, and looks again. */
async function later(days: number, repository: Repository, check: CheckRun): Promise<CheckRun> {
  house.clock.advance(days * DAY);
  return await rerun(house, repository, check);
}

describe("tags that left the selection", BUSY, () => {
  it("are told, and stay, where nothing else is said (prune: report)", async () => {
    const repository = await mirroring("reported", "report", ["1", "2", "3"]);
    const [one, two] = [digestAt("reported", "1"), digestAt("reported", "2")];
    const check = await publish(house, repository, config("report", [tagsOf("reported", "1", "3")]));
    expect(check).toMatchObject({ conclusion: "neutral", title: "Nothing to do: 2 up to date" });
    expect(check.text).toContain("1 not selected any longer, and kept");
    expect(check.text).toContain(`- \`ghcr.io/acme/reported:2@${two}\`: tags no longer match (line 4)`);

    house.stock("library/instead", "1");
    const gone = await publish(house, repository, config("report", [tagsOf("instead", "1")]));
    expect(gone.text).toContain("3 not selected any longer, and kept");
    expect(gone.text).toContain(`- \`ghcr.io/acme/reported:1@${one}\`: its entry is gone\n`);
    await later(400, repository, gone);
    expect(held("reported")).toEqual(["1", "2", "3"]);
    expect(digestAt("reported", "2")).toBe(two);
    expect(runsOf(repository).filter(({ inputs }) => inputs["remove"])).toEqual([]);
    expect(await auditOf(repository)).toEqual([]);
  });

  it("are nobody's business where that is said (prune: never)", async () => {
    const repository = await mirroring("silent", "never", ["1", "2"]);
    const check = await publish(house, repository, config("never", [tagsOf("silent", "1")]));
    expect(check.title).toBe("Nothing to do: 1 up to date");
    expect(`${check.summary} ${check.text}`).not.toMatch(/silent:2|selected any longer/);
    expect(await departuresOf(repository)).toEqual([]);
    expect(held("silent")).toEqual(["1", "2"]);
  });

  it("are told by a scheduled run, where the newest two moved on", async () => {
    for (const tag of ["1.1.0", "1.2.0"]) house.stock("library/moving", tag);
    const entry =
      '{ source: docker.io/library/moving, schedule: every 6h, tags: [{ semver: ">=1", latest: 2 }] }';
    const repository = await house.repository("moving");
    const first = await publish(house, repository, config("report", [entry]));
    house.ghcr.store.setVisibility("acme/moving", "public");
    house.stock("library/moving", "1.3.0");
    house.clock.advance(DAY / 4);
    await house.sweep();
    await house.settled(PACE);
    const check = repository.checks.runsOf(first.headSha).at(-1);
    expect(check).toMatchObject({ conclusion: "success", title: expect.stringMatching(/^Synced: 1 copied/) });
    expect(check?.text).toContain(
      `- \`ghcr.io/acme/moving:1.1.0@${digestAt("moving", "1.1.0")}\`: tags no longer match (line 4)`,
    );
    expect(JSON.parse(lastOf(repository).inputs["only"] ?? "")).toEqual(["docker.io/library/moving:1.3.0"]);
    const told = repository.checks.runsOf(first.headSha).length;
    house.clock.advance(DAY / 4);
    await house.sweep();
    await house.settled(PACE);
    expect(repository.checks.runsOf(first.headSha)).toHaveLength(told);
  });
});

describe("with delete-after: 30d", BUSY, () => {
  it("they are announced, and deleted 30 days after that, no more than prune-limit a run", async () => {
    const limit = "prune-limit: 2";
    const repository = await mirroring("timed", DELETE, ["1", "2", "3", "4"], limit);
    const digests = new Map(held("timed").map((tag) => [tag, digestAt("timed", tag)]));
    const files = config(DELETE, [tagsOf("timed", "1")], limit);
    const { check: plan } = await propose(house, repository, files);
    expect(plan().title).toBe("Plan: 3 no longer kept up, 1 up to date");
    for (const tag of ["2", "3", "4"])
      expect(plan().summary).toMatch(
        new RegExp(`timed:${tag}\` \\| stays \\| – \\| not kept up any longer; deleted 30 d after`),
      );
    // What is only proposed has announced nothing.
    expect(await departuresOf(repository)).toEqual([]);
    house.clock.advance(40 * DAY);

    const told = await publish(house, repository, files);
    expect(told.summary).toMatch(/### To be deleted\n\n.*\n\n(?:- `ghcr\.io.*; deleted 30 d after.*\n){3}/);
    const early = await later(29.9, repository, told);
    expect(early.summary).toMatch(/timed:4@.*; deleted from \d{4}-\d\d-\d\dT[\d:]+Z on\n/);
    expect(runsOf(repository)).toHaveLength(1);
    expect(held("timed")).toHaveLength(4);

    const due = await later(0.2, repository, told);
    expect(due).toMatchObject({ conclusion: "success", title: "Synced: 2 deleted, 1 up to date" });
    const pins = ["2", "3"].map((tag) => `ghcr.io/acme/timed:${tag}@${digests.get(tag)}`);
    expect(JSON.parse(lastOf(repository).inputs["remove"] ?? "")).toEqual(pins);
    for (const pin of pins) expect(due.summary).toContain(`- \`${pin}\` was deleted\n`);
    const [, toBe = ""] = due.summary?.split("### To be deleted") ?? [];
    expect(toBe).toContain("timed:4");
    expect(toBe).not.toMatch(/timed:[23]/);
    expect(held("timed")).toEqual(["1", "4"]);

    expect((await later(0, repository, told)).title).toBe("Synced: 1 deleted, 1 up to date");
    expect((await later(0, repository, told)).title).toBe("Nothing to do: 1 up to date");
    expect(held("timed")).toEqual(["1"]);
    expect(runsOf(repository)).toHaveLength(3);
    expect(await departuresOf(repository)).toEqual([]);
    const audit = await auditOf(repository);
    expect(audit).toMatchObject(
      ["2", "3", "4"].map((tag) => ({
        deed: "deleted",
        destination: `ghcr.io/acme/timed:${tag}`,
        digest: digests.get(tag),
        source: `docker.io/library/timed:${tag}`,
        name: "acme/timed",
        reason: expect.stringMatching(/^tags no longer match; announced \d{4}-.*Z$/),
      })),
    );

    await restore(repository, "timed", digests.get("3"));
    expect(digestAt("timed", "3")).toBe(digests.get("3"));
    expect((await later(40, repository, told)).title).toBe("Nothing to do: 1 up to date");
    expect(held("timed")).toEqual(["1", "3"]);
  });

  it("one that comes back in time stays, and its clock starts anew when it leaves again", async () => {
    const repository = await mirroring("returning", DELETE, ["1", "2"]);
    const without = config(DELETE, [tagsOf("returning", "1")]);
    await publish(house, repository, without);
    expect(await departuresOf(repository)).toHaveLength(1);
    house.clock.advance(29 * DAY);
    const back = await publish(house, repository, config(DELETE, [tagsOf("returning", "1", "2")]));
    expect(back).toMatchObject({ conclusion: "neutral", title: "Nothing to do: 2 up to date" });
    expect(await departuresOf(repository)).toEqual([]);
    await later(2, repository, back);
    expect(held("returning")).toHaveLength(2);

    const left = house.clock.now();
    const again = await publish(house, repository, without);
    const [departure] = await departuresOf(repository);
    expect(departure?.announced_at.getTime()).toBeGreaterThanOrEqual(left);
    await later(29.9, repository, again);
    expect(held("returning")).toHaveLength(2);
    expect((await later(0.2, repository, again)).title).toBe("Synced: 1 deleted, 1 up to date");
    expect(held("returning")).toEqual(["1"]);
  });
});

describe("what something else needs", BUSY, () => {
  it("is kept, with why; so is what somebody else has changed", async () => {
    const source = "library/needed";
    const index = generateImage({ seed: "needed", platforms: ["linux/amd64", "linux/arm64"] });
    pushImage(house.hub.store, source, "index", index);
    const child = index.manifests.find(({ descriptor }) => descriptor.digest !== index.root.digest);
    house.hub.store.tag(source, "child", child?.descriptor.digest ?? index.root.digest);
    for (const tag of ["stays", "twin"]) house.stock(source, tag, "twins");
    for (const tag of ["free", "signed", "about", "changed"]) house.stock(source, tag);
    const leaving = ["twin", "child", "signed", "about", "changed", "free"];
    const repository = await mirroring("needed", DELETE, ["stays", "index", ...leaving]);
    const digests = new Map(held("needed").map((tag) => [tag, digestAt("needed", tag)]));
    const signature = `sha256-${digests.get("signed")?.slice("sha256:".length)}`;
    pushImage(house.ghcr.store, "acme/needed", signature, generateArtifact({ seed: "signature" }));
    const subject = house.ghcr.store.manifest("acme/needed", "about");
    const sbom = generateArtifact({
      seed: "sbom",
      ...(subject && { subject: { ...subject, size: subject.bytes.length } }),
    });
    pushImage(house.ghcr.store, "acme/needed", "sbom", sbom);
    const told = await publish(house, repository, config(DELETE, [tagsOf("needed", "stays", "index")]));
    const other = pushImage(house.ghcr.store, "acme/needed", "changed", generateImage({ seed: "by hand" }));
    await house.settled();

    const due = await later(31, repository, told);
    expect(due.conclusion).toBe("success");
    expect(due.title).toBe("Synced: 1 deleted, 2 up to date");
    const line = (tag: string) =>
      due.summary?.match(new RegExp(`^- \`ghcr.io/acme/needed:${tag}@.*$`, "m"))?.[0].split("` ")[1];
    expect(leaving.map((tag) => [tag, line(tag)])).toEqual([
      ["twin", "was kept: it is also tagged stays"],
      ["child", "was kept: index refers to it"],
      ["signed", `was kept: signatures or other artifacts refer to it, under ${signature}`],
      ["about", "was kept: sbom refers to it"],
      ["changed", `was kept: it has changed since it was brought, to ${other.digest}`],
      ["free", "was deleted"],
    ]);
    expect(digestAt("needed", "free")).toBeUndefined();
    expect(digestAt("needed", "changed")).toBe(other.digest);
    for (const tag of ["stays", "index", "twin", "child", "signed", "about"])
      expect([tag, digestAt("needed", tag)]).toEqual([tag, digests.get(tag)]);
    expect(await auditOf(repository)).toMatchObject([{ destination: "ghcr.io/acme/needed:free" }]);
  });

  it("the last version of a package is kept: GitHub would have the package deleted", async () => {
    const repository = await mirroring("last", DELETE, ["1"]);
    house.stock("library/instead", "1");
    const told = await publish(house, repository, config(DELETE, [tagsOf("instead", "1")]));
    const due = await later(31, repository, told);
    expect(due.summary).toMatch(
      /- `ghcr.io\/acme\/last:1@sha256:\w+` was kept: .*last.*: delete the package by hand/,
    );
    expect(held("last")).toEqual(["1"]);
    expect(await auditOf(repository)).toEqual([]);
  });
});

describe("what is kept", BUSY, () => {
  it("stands in nobody's way, is tried again a week later, and goes with what it was kept for", async () => {
    for (const tag of ["a", "b"]) house.stock("library/patient", tag, "twins");
    const limit = "prune-limit: 2";
    const repository = await mirroring("patient", DELETE, ["a", "b", "c", "d", "e"], limit);
    await publish(house, repository, config(DELETE, [tagsOf("patient", "b", "e")], limit));
    house.clock.advance(10 * DAY);
    const told = await publish(house, repository, config(DELETE, [tagsOf("patient", "e")], limit));
    const started = () => runsOf(repository).length - 1;
    expect((await later(21, repository, told)).summary).toMatch(/:a@.*` was kept: it is also tagged b\n/);
    expect(held("patient")).toEqual(["a", "b", "d", "e"]);
    // It took the place of another one, which is next.
    await later(0, repository, told);
    expect(JSON.parse(lastOf(repository).inputs["remove"] ?? "")).toHaveLength(1);
    expect(held("patient")).toEqual(["a", "b", "e"]);
    expect(started()).toBe(2);
    await later(6.9, repository, told);
    expect(started()).toBe(2);
    await later(0.2, repository, told);
    expect(started()).toBe(3);
    expect(held("patient")).toContain("a");
    // b's own 30 days are over, and a, which was kept for it two days ago, goes along.
    await later(2, repository, told);
    expect(held("patient")).toEqual(["e"]);
    expect(started()).toBe(4);
  });
});

describe("who deletes", BUSY, () => {
  it("the job needs the role Admin, and says so where somebody took it away; given, it goes on", async () => {
    const repository = await mirroring("demoted", DELETE, ["1", "2"]);
    const told = await publish(house, repository, config(DELETE, [tagsOf("demoted", "1")]));
    house.ghcr.packages.grant("acme/demoted", repository.id, "write");
    const due = await later(31, repository, told);
    expect(due).toMatchObject({
      // The images are as wanted.
      conclusion: "success",
      title: "Synced: 1 could not be deleted, 1 up to date",
    });
    expect(due.summary).toMatch(
      /demoted:2@sha256:\w+` could not be deleted: GitHub says &#34;Package not found\.&#34;/,
    );
    expect(due.summary).toContain("with the role Admin under Package settings → Manage Actions access");
    expect(held("demoted")).toEqual(["1", "2"]);
    expect(await auditOf(repository)).toEqual([]);

    house.ghcr.packages.grant("acme/demoted", repository.id, "admin");
    expect((await later(0, repository, told)).title).toBe("Synced: 1 deleted, 1 up to date");
    expect(await auditOf(repository)).toHaveLength(1);
  });

  it("the App never, and it says what does", async () => {
    await using lone = await openHouse();
    for (const tag of ["1", "2"]) lone.stock("library/lone", tag);
    const repository = await lone.repository("lone");
    const apply = async (...tags: readonly string[]) => {
      const sha = await repository.commit({ files: config(DELETE, [tagsOf("lone", ...tags)]) });
      await lone.settled();
      return repository.checks.runsOf(sha).at(-1) ?? expect.fail("there is no check run");
    };
    await apply("1", "2");
    const told = await apply("1");
    lone.clock.advance(31 * DAY);
    repository.pressRerun(told.id);
    await lone.settled();
    const due = repository.checks.runsOf(told.headSha).at(-1);
    expect(due?.summary).toMatch(
      /lone:2@sha256:\w+` was kept: only a workflow can delete packages: PUBLISHER=auto/,
    );
    expect(lone.ghcr.store.tags("acme/lone").sort()).toEqual(["1", "2"]);
    expect(
      lone.github.requests.filter(({ method, path }) => method === "DELETE" && /packages/.test(path)),
    ).toEqual([]);
    expect(await lone.rows("select * from ghcr_mirror.audit")).toEqual([]);
  });
});

describe("a process that dies between a deletion and telling of it", BUSY, () => {
  it.each([
    ["while the workflow ends", "follows", /^\/repos\/[^?]*\/actions\/runs\/\d+\/artifacts/],
    ["while it tells", "tells", /\/check-runs/],
  ])("%s: is told and recorded once", async (_, name, path) => {
    const repository = await mirroring(name, DELETE, ["1", "2"]);
    const digest = digestAt(name, "2");
    const told = await publish(house, repository, config(DELETE, [tagsOf(name, "1")]));
    const requests = house.github.requests.length;
    const arrived = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const isDeleted = () => !held(name).includes("2");
    house.github.faults.add({
      when: (request) => isDeleted() && request.actor?.kind !== "job" && path.test(request.path),
      act: {
        name: "die",
        run: async () => {
          arrived.resolve();
          await gone.promise;
          return undefined;
        },
      },
    });
    house.clock.advance(31 * DAY);
    repository.pressRerun(told.id);
    let isHeld = false;
    void arrived.promise.then(() => (isHeld = true));
    await house.until(() => isHeld, PACE);
    await house.restart();
    gone.resolve();
    await house.settled(1);

    const checks = repository.checks.runsOf(told.headSha);
    expect(checks).toHaveLength(2);
    expect(checks.at(-1)).toMatchObject({ conclusion: "success", title: "Synced: 1 deleted, 1 up to date" });
    expect(await auditOf(repository)).toMatchObject([{ destination: `ghcr.io/acme/${name}:2`, digest }]);
    const asked = house.github.requests.slice(requests);
    expect(asked.filter(({ method }) => method === "DELETE")).toHaveLength(1);
    expect(runsOf(repository)).toHaveLength(2);
    expect((await later(0, repository, told)).title).toBe("Nothing to do: 1 up to date");
  });
});

/** As a person does who administers the package, by the digest that the audit trail has. */
async function restore(repository: Repository, name: string, digest: Digest | undefined): Promise<void> {
  const authorization = `Bearer ${house.github.createUserToken(repository.creator.login)}`;
  const path = `${house.github.url}/orgs/acme/packages/container/${name}/versions`;
  const deleted = await fetch(`${path}?state=deleted`, { headers: { authorization } });
  const versions = (await deleted.json()) as readonly { readonly id: number; readonly name: string }[];
  const id = versions.find((version) => version.name === digest)?.id;
  const { status } = await fetch(`${path}/${id}/restore`, { method: "POST", headers: { authorization } });
  expect(status).toBe(204);
}
