import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { configOf } from "./config-of.ts";
import { listen, writesOf } from "./listen.ts";
import { type House, openHouse } from "./open-house.ts";
import { propose } from "./propose.ts";

const HOUR = 60 * 60_000;

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

/** Lets so many hours pass, and the sweep of that time come to its end. */
async function pass(hours: number): Promise<void> {
  house.clock.advance(hours * HOUR);
  await house.sweep();
  await house.settled();
}

const computedAt = async (repository: { readonly id: number }) =>
  (
    await house.rows<{ computed_at: Date }>(
      `select computed_at from ghcr_mirror.plans where repository = ${repository.id}`,
    )
  )[0]?.computed_at.getTime();

describe("a plan of six hours ago", () => {
  it("is looked at again: nothing is written where it comes to the same, and no pull is spent", async () => {
    house.stock("library/calm", "1");
    const repository = await house.repository("calm");
    const { check, checks, comments } = await propose(
      house,
      repository,
      configOf("docker.io/library/calm:1"),
    );
    const [first, body, pulls] = [{ ...check() }, comments()[0]?.body, house.hub.pulls];
    const made = await computedAt(repository);
    let asked = listen(house, repository);
    await pass(5.9);
    // Sweeps look whether there was a push, no more.
    expect(asked().filter((request) => request.startsWith("GET pulls"))).toEqual([]);
    expect(await computedAt(repository)).toBe(made);

    asked = listen(house, repository);
    await pass(0.1);
    expect(asked()).toContain("GET pulls/1");
    expect(writesOf(asked)).toEqual([]);
    expect(await computedAt(repository)).toBe(house.clock.now());
    expect(checks()).toHaveLength(1);
    expect({ ...check() }).toEqual(first);
    expect(comments()[0]?.body).toBe(body);
    expect(house.hub.pulls).toBe(pulls);

    asked = listen(house, repository);
    await pass(1);
    expect(asked().filter((request) => request.startsWith("GET pulls"))).toEqual([]);
  });

  it("is told anew where a source has moved, by a check run of the same name, in the same comment", async () => {
    const then = house.stock("library/moving", "1");
    const repository = await house.repository("moving");
    const { check, checks, comments } = await propose(
      house,
      repository,
      configOf("docker.io/library/moving:1"),
    );
    expect(check().summary).toContain(then.slice(7, 19));
    const later = house.stock("library/moving", "1", "a later build");
    const asked = listen(house, repository);
    await pass(6);
    const [comment] = comments();
    expect(writesOf(asked)).toEqual(["POST check-runs", `PATCH issues/comments/${comment?.id}`]);
    expect(checks()).toHaveLength(2);
    expect(check().summary).toContain(later.slice(7, 19));
    expect(check().summary).not.toContain(then.slice(7, 19));
    expect(comments()).toHaveLength(1);
    expect(comment?.body).toContain(later.slice(7, 19));
  });

  it("of a pull request that is closed is not looked at", async () => {
    house.stock("library/closed", "1");
    const repository = await house.repository("closed");
    const { pull } = await propose(house, repository, configOf("docker.io/library/closed:1"));
    await repository.pulls.close(pull, repository.creator);
    await house.settled();
    const asked = listen(house, repository);
    await pass(7);
    expect(asked().filter((request) => request.startsWith("GET pulls"))).toEqual([]);
    expect(await computedAt(repository)).toBeUndefined();
  });

  it("whose registry is out of order says so, and is right again six hours later", async () => {
    house.stock("library/troubled", "1");
    const repository = await house.repository("troubled");
    const { check } = await propose(house, repository, configOf("docker.io/library/troubled:1"));
    const good = check().title;
    house.hub.store.setVisibility("library/troubled", "private");
    await pass(6);
    expect(check()).toMatchObject({ conclusion: "failure", title: "Plan: 1 would fail" });
    house.hub.store.setVisibility("library/troubled", "public");
    await pass(6);
    expect(check()).toMatchObject({ conclusion: "success", title: good });
  });
});

describe("a plan about a package on GHCR", () => {
  it("is looked at again when the package is published, and written only where that changes it", async () => {
    const publisher = await house.repository("publisher");
    const push = (seed: string, tag = "1") =>
      pushImage(house.ghcr.store, "acme/base", tag, generateImage({ seed })).digest;
    house.ghcr.packages.link("acme/base", publisher.id);
    const then = push("first");
    house.ghcr.store.setVisibility("acme/base", "public");
    const repository = await house.repository("following");
    const { check, checks, comments } = await propose(
      house,
      repository,
      configOf("{ source: ghcr.io/acme/base:1, to: copies/base }"),
    );
    expect(check().title).toMatch(/^Plan: 1 to copy/);
    expect(check().summary).toContain(then.slice(7, 19));

    const later = push("second");
    await house.settled();
    expect(check().summary).toContain(later.slice(7, 19));
    expect(checks()).toHaveLength(2);
    expect(comments()).toHaveLength(1);
    expect(comments()[0]?.body).toContain(later.slice(7, 19));

    // Another tag of it, and an event that comes twice.
    const asked = listen(house, repository);
    push("third", "2");
    const payload = house.github.packages.payloadOf({
      organization: "acme",
      name: "base",
      digest: later,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      size: 500,
      tag: "1",
      isNew: false,
    });
    house.github.packages.tell(payload);
    house.github.packages.tell(payload, "package");
    await house.settled();
    expect(asked()).toContain("GET pulls/1");
    expect(writesOf(asked)).toEqual([]);
  });
});
