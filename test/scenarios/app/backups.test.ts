import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { type Digest, shortDigest } from "../../../src/oci/digest.ts";
import { configOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";
import { publish, rerun } from "./publish.ts";

/** Workflows are processes, and a machine may be busy. */
const BUSY = { timeout: 60_000 };

let house: House;

beforeAll(async () => {
  house = await openHouse({ publisher: "auto", machine: {}, ghcr: { refuseInstallationTokens: true } });
});

afterAll(() => house[Symbol.asyncDispose]());

const held = (name: string) => house.ghcr.store.tags(`acme/${name}`).sort();
const digestAt = (name: string, tag: string) => house.ghcr.store.manifest(`acme/${name}`, tag)?.digest;
const runsOf = (repository: Repository) => house.github.actions.of(repository).runs;
const backupsOf = ({ id }: Repository) =>
  house.rows<{ backup: string; digest: Digest }>(
    `select backup, digest from ghcr_mirror.backups where repository = ${id} order by made_at desc`,
  );

/** An image that keeps what was overwritten, and its first digest. */
async function keeping(name: string, keep: string) {
  const first = house.stock(`library/${name}`, "1", `${name} 0`);
  const repository = await house.repository(name);
  const check = await publish(
    house,
    repository,
    configOf(`{ source: "docker.io/library/${name}:1", schedule: never, on-change: backup${keep} }`),
  );
  expect(check.title).toMatch(/^Synced: 1 copied/);
  house.ghcr.store.setVisibility(`acme/${name}`, "public");
  /** Moves the source, a minute later, and has it looked at. */
  const move = async (to: number): Promise<{ digest: Digest; check: CheckRun }> => {
    house.clock.advance(60_000);
    const digest = house.stock(`library/${name}`, "1", `${name} ${to}`);
    return { digest, check: await rerun(house, repository, check) };
  };
  const look = () => rerun(house, repository, check);
  return { repository, first, move, look };
}

const tagOf = (digest: Digest) => `1-${shortDigest(digest)}`;

describe("on-change: backup", BUSY, () => {
  it("keeps what was overwritten under its own tag, which is no departure", async () => {
    const { repository, first, move, look } = await keeping("kept", "");
    const { digest, check } = await move(1);
    expect(held("kept")).toEqual(["1", tagOf(first)]);
    expect(digestAt("kept", "1")).toBe(digest);
    expect(digestAt("kept", tagOf(first))).toBe(first);
    expect(await backupsOf(repository)).toEqual([
      { backup: `ghcr.io/acme/kept:${tagOf(first)}`, digest: first },
    ]);
    const again = await look();
    expect(again).toMatchObject({ conclusion: "neutral", title: "Nothing to do: 1 up to date" });
    expect(`${check.summary}${check.text}${again.summary}${again.text}`).not.toMatch(
      /To be deleted|selected any/,
    );
    expect(
      await house.rows(`select * from ghcr_mirror.departures where repository = ${repository.id}`),
    ).toEqual([]);
    expect(runsOf(repository)).toHaveLength(2);
  });

  it("keep-backups: 2 has the third newest deleted, one run after telling so", async () => {
    const { repository, first, move, look } = await keeping("few", ", keep-backups: 2");
    const second = await move(1);
    await move(2);
    expect(held("few")).toHaveLength(3);
    const third = await move(3);
    expect(held("few")).toHaveLength(4);
    const oldest = `ghcr.io/acme/few:${tagOf(first)}@${first}`;
    expect(third.check.summary).toContain(
      `- \`${oldest}\`: 2 backups are kept of ghcr.io/acme/few:1, and newer ones are there (line 3); deleted by the next run`,
    );
    const due = await look();
    expect(due).toMatchObject({ conclusion: "success", title: "Synced: 1 deleted, 1 up to date" });
    expect(due.summary).toContain(`- \`${oldest}\` was deleted\n`);
    expect(due.summary).not.toContain("To be deleted");
    expect(runsOf(repository).at(-1)?.inputs["remove"]).toBe(JSON.stringify([oldest]));
    expect(held("few")).toHaveLength(3);
    expect(digestAt("few", tagOf(second.digest))).toBe(second.digest);
    expect(digestAt("few", "1")).toBe(third.digest);
    expect(await backupsOf(repository)).toHaveLength(2);
    const audit = await house.rows(
      `select destination, digest, reason from ghcr_mirror.audit where repository = ${repository.id}`,
    );
    expect(audit).toMatchObject([
      {
        destination: oldest.split("@")[0],
        digest: first,
        reason: expect.stringContaining("2 backups are kept"),
      },
    ]);
    expect((await look()).title).toBe("Nothing to do: 1 up to date");
  });

  it("one that another tag still holds is kept, and not asked for again and again", async () => {
    const name = "library/shared";
    const digest = house.stock(name, "1", "shared");
    house.stock(name, "fixed", "shared");
    const repository = await house.repository("shared");
    const keys = 'schedule: never, tags: ["1", "fixed"], on-change: backup, keep-backups: 0';
    const check = await publish(house, repository, configOf(`{ source: docker.io/${name}, ${keys} }`));
    house.ghcr.store.setVisibility("acme/shared", "public");
    house.stock(name, "1", "moved");
    await rerun(house, repository, check);
    const kept = await rerun(house, repository, check);
    expect(kept.title).toBe("Nothing to do: 2 up to date");
    expect(kept.summary).toContain(
      `- \`ghcr.io/acme/shared:${tagOf(digest)}@${digest}\` was kept: it is also tagged fixed\n`,
    );
    const started = runsOf(repository).length;
    await rerun(house, repository, check);
    expect(runsOf(repository)).toHaveLength(started);
    expect(held("shared")).toEqual(["1", tagOf(digest), "fixed"]);
  });
});
