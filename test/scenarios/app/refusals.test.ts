import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { before } from "../../../sandbox/registry/fault-acts.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { configOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
afterEach(() => house[Symbol.asyncDispose]());

/** The tokens that GHCR was shown, in order. */
function tokensShown(): string[] {
  const basic = house.ghcr.requests.flatMap(({ authorization }) =>
    authorization?.startsWith("Basic ") ? [authorization.slice("Basic ".length)] : [],
  );
  const tokens = basic.map((text) => Buffer.from(text, "base64").toString().split(":")[1] ?? "");
  return [...new Set(tokens)];
}

describe("a GHCR that refuses Apps", () => {
  beforeEach(async () => {
    house = await openHouse({ ghcr: { refuseInstallationTokens: true } });
  });

  it("is quoted, with what to do about it", async () => {
    house.stock("library/a", "1");
    const repository = await house.repository("mirrors");
    const check = await house.apply(repository, "docker.io/library/a:1");
    expect(check).toMatchObject({ conclusion: "failure", title: "Synced: 1 failed" });
    expect(check?.summary).toContain(
      "`docker.io/library/a:1` → `ghcr.io/acme/a:1`: failed at the destination (`DENIED`)",
    );
    expect(check?.summary).toContain("installation not allowed to Create organization package");
    expect(check?.summary).toContain("press **Re-run**");
    expect(house.ghcr.store.repositories()).toEqual([]);
    expect(await house.rows("select * from ghcr_mirror.mirrored_images")).toEqual([]);
  });
});

describe("a registry", () => {
  beforeEach(async () => {
    house = await openHouse();
  });

  it.each(["10.11.12.13:5000", "169.254.169.254", "localhost:5000"])(
    "on a private address is not asked: %s",
    async (host) => {
      const repository = await house.repository("mirrors");
      const check = await house.apply(repository, `${host}/team/tool:1`);
      expect(check).toMatchObject({ conclusion: "failure", title: "Synced: 1 failed" });
      expect(check?.summary).toContain("`FORBIDDEN_ADDRESS`");
      expect(check?.summary).toContain("unless the operator lists it in ALLOW");
      expect(house.ghcr.count({ method: "POST" })).toBe(0);
    },
  );

  it("that listens on this machine hears nothing", async () => {
    await using inner = await startRegistry();
    const repository = await house.repository("mirrors");
    const check = await house.apply(repository, `localhost:${inner.host.split(":")[1]}/team/tool:1`);
    expect(check).toMatchObject({ conclusion: "failure" });
    expect(inner.requests).toEqual([]);
  });

  it("whose token ends in the middle of a copy is given another, and nothing is sent twice", async () => {
    const digest = house.stock("library/a", "1");
    const repository = await house.repository("mirrors");
    house.ghcr.faults.add({
      when: { kind: "upload", method: "PUT", nth: 2 },
      act: before(() => {
        for (const token of tokensShown()) house.expired.add(token);
        house.ghcr.revokeTokens();
      }),
    });
    const sha = await repository.commit({ files: configOf("docker.io/library/a:1") });
    await house.settled(1);
    expect(repository.checks.runsOf(sha)).toMatchObject([{ conclusion: "success" }]);
    expect(house.ghcr.store.manifest("acme/a", "1")?.digest).toBe(digest);
    expect(tokensShown()).toHaveLength(2);
    expect(house.hub.pulls).toBe(1);
    expect(house.ghcr.count({ kind: "upload", method: "POST" })).toBe(3);
  });

  it("is shown a token that can do nothing but write the packages of this repository", async () => {
    house.stock("library/a", "1");
    const repository = await house.repository("mirrors");
    await house.apply(repository, "docker.io/library/a:1");
    const [token = ""] = tokensShown();
    expect(house.github.findToken(token)).toMatchObject({
      repositories: new Set([repository.id]),
      permissions: { packages: "write" },
    });
    const asked = house.hub.requests.flatMap(({ authorization }) => authorization ?? []);
    expect(asked.filter((given) => given.startsWith("Basic"))).toEqual([]);
  });
});
