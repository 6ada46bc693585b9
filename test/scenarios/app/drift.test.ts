import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { textOf } from "./config-of.ts";
import { holdUpload } from "./hold-upload.ts";
import { type House, openHouse } from "./open-house.ts";
import { pushPackage, pushUnheard } from "./push-package.ts";
import { TendedRepository } from "./tended-repository.ts";

const DASHBOARD = "report: { issue: dashboard }\n";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

/** What runs a repository has had since its config was pushed, without what they came to. */
async function runs({ conversation }: TendedRepository) {
  return (await conversation.runs()).slice(1).map(({ reason, scope }) => [reason, ...scope]);
}

const digestOf = (name: string, tag = "1") => house.ghcr.store.manifest(name, tag)?.digest;

/** A repository that mirrors an image of Docker Hub into a package that is linked to it. What was brought. */
async function keep(name: string, settings = "") {
  const digest = house.stock(`library/${name}`, "1");
  const repository = await house.repository(name);
  house.ghcr.packages.link(`acme/${name}`, repository.id);
  const mirror = new TendedRepository(house, repository);
  await mirror.push(textOf(`{ source: docker.io/library/${name}:1${settings} }`) + DASHBOARD);
  expect(digestOf(`acme/${name}`)).toBe(digest);
  return { mirror, digest, path: `acme/${name}`, destination: `ghcr.io/acme/${name}:1` };
}

const drifts = ({ repository }: TendedRepository) =>
  house.rows<{ destination: string; expected: string; found: string | null }>(
    `select destination, expected, found from ghcr_mirror.drifts where repository = ${repository.id}`,
  );

const short = (digest: string) => digest.slice("sha256:".length, "sha256:".length + 12);

/** How many manifests were put by HTTP: by us. */
const writes = (path: string) => house.ghcr.count({ kind: "manifest", method: "PUT", repository: path });

describe("a push to a package that is a destination", () => {
  it("of our own is an echo: it confirms, and starts nothing", async () => {
    const { mirror, path } = await keep("echo");
    house.clock.advance(60_000);
    const told = house.github.hooks.log.filter(({ event }) => event === "registry_package").length;
    const after = house.stock("library/echo", "1", "moved");
    await mirror.rerun();
    expect(house.github.hooks.log.filter(({ event }) => event === "registry_package")).toHaveLength(told + 1);
    expect(digestOf(path)).toBe(after);
    expect([await runs(mirror), await drifts(mirror)]).toEqual([[["rerun"]], []]);
    house.clock.advance(60_000);
    const { packages } = house.github;
    const [organization, name, tag, mediaType] = ["acme", "echo", "1", "application/json"];
    const echo = { organization, name, tag, mediaType, digest: after, size: 1, isNew: false };
    packages.tell(packages.payloadOf(echo));
    await house.settled();
    expect(
      await house.rows(
        `select last_verified from ghcr_mirror.mirrored_images where repository = ${mirror.repository.id}`,
      ),
    ).toEqual([{ last_verified: new Date(house.clock.now()) }]);
    expect([await runs(mirror), await drifts(mirror)]).toEqual([[["rerun"]], []]);
  });

  it("of our own is an echo also while the run still goes on", async () => {
    const { mirror } = await keep("going");
    house.stock("library/slow", "1");
    await mirror.push(textOf("docker.io/library/going:1", "docker.io/library/slow:1") + DASHBOARD);
    const after = house.stock("library/going", "1", "moved");
    house.stock("library/slow", "1", "moved");
    const held = holdUpload(house.ghcr, "acme/slow");
    const rerun = mirror.rerun();
    await held.arrived;
    await house.until(() => digestOf("acme/going") === after);
    // It is put aside: nobody can tell yet who brought that.
    await house.until(
      async () =>
        (await house.rows("select 1 from ghcr_mirror.errands where parked_for is not null")).length === 1,
    );
    expect(await drifts(mirror)).toEqual([]);
    held.release();
    await rerun;
    await house.until(async () => (await house.rows("select 1 from ghcr_mirror.errands")).length === 0);
    expect([await runs(mirror), await drifts(mirror)]).toEqual([[["push"], ["rerun"]], []]);
    expect(mirror.issue.body).toContain("**2 as wanted**");
  });

  it("of somebody else is a drift, which is told and left alone", async () => {
    const { mirror, digest, path, destination } = await keep("drift");
    const before = writes(path);
    const found = pushPackage(house, path, "1", "theirs");
    await house.settled();
    expect(await drifts(mirror)).toEqual([{ destination, expected: digest, found }]);
    expect(mirror.issue.body).toContain("**1 changed by somebody else, 0 as wanted**");
    expect(mirror.issue.body).toContain(
      `| \`${destination}\` | \`${short(digest)}\` | \`${short(found)}\` |`,
    );
    expect(mirror.issue.body).toContain("`/mirror sync docker.io/library/drift:1` brings");
    expect([digestOf(path), writes(path), await runs(mirror)]).toEqual([found, before, []]);
  });

  it("of our own is an echo also where the run was cancelled in the middle", async () => {
    const names = ["midway-a", "midway-b"];
    const repository = await house.repository("midway");
    const mirror = new TendedRepository(house, repository);
    for (const name of names) {
      house.stock(`library/${name}`, "1");
      house.ghcr.packages.link(`acme/${name}`, repository.id);
    }
    await mirror.push(textOf(...names.map((name) => `docker.io/library/${name}:1`)) + DASHBOARD);
    const [moved] = names.map((name) => house.stock(`library/${name}`, "1", "moved"));
    const held = holdUpload(house.ghcr, "acme/midway-b");
    const last = mirror.conversation.checks("mirror / sync").at(-1);
    repository.pressRerun(last?.id ?? 0);
    await held.arrived;
    await house.until(() => digestOf("acme/midway-a") === moved);
    const { conversation, issue } = mirror;
    conversation.comment(issue, conversation.person("carl", "maintain"), "/mirror cancel");
    const isCancelled = () => conversation.checks("mirror / sync").at(-1)?.conclusion === "cancelled";
    await house.until(isCancelled, 1);
    held.release();
    await house.settled(1);
    expect([digestOf("acme/midway-a"), await drifts(mirror)]).toEqual([moved, []]);
  });

  it("of somebody who puts ours back settles it", async () => {
    const { mirror, digest, path } = await keep("settled");
    pushPackage(house, path, "1", "theirs");
    await house.settled();
    const ours = house.ghcr.store.manifest(path, digest);
    house.ghcr.store.putManifest(path, "1", ours?.mediaType ?? "", ours?.bytes ?? new Uint8Array());
    await house.settled();
    expect([await drifts(mirror), await runs(mirror)]).toEqual([[], []]);
    expect(mirror.issue.body).toContain("**1 as wanted**");
  });

  it("of somebody else is settled by the command that the dashboard names", async () => {
    const { mirror, digest, path } = await keep("synced");
    pushPackage(house, path, "1", "theirs");
    await house.settled();
    const { conversation, issue } = mirror;
    const maintainer = conversation.person("mel", "maintain");
    await conversation.say(issue, maintainer, "/mirror sync docker.io/library/synced:1");
    expect([digestOf(path), await drifts(mirror)]).toEqual([digest, []]);
    expect(mirror.issue.body).toContain("**1 as wanted**");
  });

  it("of somebody else is put back with `on-drift: restore`", async () => {
    const { mirror, digest, path } = await keep("restored", ", on-drift: restore");
    pushPackage(house, path, "1", "theirs");
    await house.settled();
    expect(digestOf(path)).toBe(digest);
    expect(await runs(mirror)).toEqual([["drift", "docker.io/library/restored:1"]]);
    expect(await drifts(mirror)).toEqual([]);
    expect(mirror.issue.body).toContain("**1 as wanted**");
  });

  it("is put back three times in an hour, and only told of then", async () => {
    const { mirror, digest, path } = await keep("contested", ", on-drift: restore");
    for (const seed of ["one", "two", "three"]) {
      pushPackage(house, path, "1", `contested ${seed}`);
      await house.settled();
      expect(digestOf(path)).toBe(digest);
    }
    const found = pushPackage(house, path, "1", "contested four");
    await house.settled();
    expect(digestOf(path)).toBe(found);
    expect(await drifts(mirror)).toMatchObject([{ expected: digest, found }]);
    house.clock.advance(3_600_001);
    pushPackage(house, path, "1", "contested five");
    await house.settled();
    expect(digestOf(path)).toBe(digest);
  });

  it("of somebody else stays with `on-change: keep`, and stays a drift after the next run", async () => {
    const { mirror, digest, path, destination } = await keep("kept", ", on-change: keep, on-drift: restore");
    const found = pushPackage(house, path, "1", "theirs");
    await house.settled();
    expect(mirror.issue.body).toContain("nothing is overwritten (`on-change: keep`)");
    await mirror.rerun();
    expect(digestOf(path)).toBe(found);
    expect(await drifts(mirror)).toEqual([{ destination, expected: digest, found }]);
    expect(await runs(mirror)).toEqual([["rerun"]]);
    expect(
      await house.rows(
        `select destination_digest from ghcr_mirror.mirrored_images where repository = ${mirror.repository.id}`,
      ),
    ).toEqual([{ destination_digest: digest }]);
    expect(mirror.issue.body).toContain("**1 changed by somebody else, 0 as wanted**");
  });

  it("of a tag that the config does not mean any longer is nobody's business", async () => {
    const { mirror, path } = await keep("unmeant");
    house.stock("library/another", "1");
    await mirror.push(textOf("docker.io/library/another:1") + DASHBOARD);
    pushPackage(house, path, "1", "theirs");
    await house.settled();
    expect(await drifts(mirror)).toEqual([]);
  });

  it("that is private is judged by what the event says, and by nothing where it says nothing", async () => {
    const { mirror, digest, path, destination } = await keep("private");
    const { packages } = house.github;
    const [organization, name, tag] = ["acme", "private", "1"];
    const told = { organization, name, tag, mediaType: "application/json", size: 1, isNew: false };
    const payload = packages.payloadOf({ ...told, digest });
    const { registry_package: part } = payload as { registry_package: { package_version: object } };
    const version = {
      ...part.package_version,
      name: "",
      version: "",
      container_metadata: { tag: { name: tag } },
    };
    packages.tell({ ...payload, registry_package: { ...part, package_version: version } });
    await house.settled();
    expect(await drifts(mirror)).toEqual([]);
    const found = `sha256:${"f".repeat(64)}`;
    packages.tell(packages.payloadOf({ ...told, digest: found }));
    await house.settled();
    expect(await drifts(mirror)).toEqual([{ destination, expected: digest, found }]);
    expect(path).toBe("acme/private");
  });

  it("that is public is judged by what is there, whatever the event says", async () => {
    const { mirror, digest, path, destination } = await keep("public");
    house.ghcr.store.setVisibility(path, "public");
    const { packages } = house.github;
    const [organization, name, tag] = ["acme", "public", "1"];
    const told = { organization, name, tag, mediaType: "application/json", size: 1, isNew: false };
    packages.tell(packages.payloadOf({ ...told, digest: `sha256:${"f".repeat(64)}` }));
    await house.settled();
    expect(await drifts(mirror)).toEqual([]);
    pushUnheard(house, path, "1", "theirs");
    packages.tell(packages.payloadOf({ ...told, digest }));
    await house.settled();
    expect(await drifts(mirror)).toEqual([{ destination, expected: digest, found: null }]);
  });
});
