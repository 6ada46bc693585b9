import { sql } from "kysely";
import { expect, it } from "vitest";
import { MIGRATIONS, migrate } from "../../src/jobs/migrate.ts";
import type { Db } from "../../src/jobs/tables.ts";
import { sent, upkeep } from "./some-errands.ts";
import { describeOnBoth } from "./state-kinds.ts";

describeOnBoth("migrations", (take) => {
  it("are done once, also when two processes start at the same time", async () => {
    await using kind = await take();
    await Promise.all([migrate(kind.db), migrate(kind.db)]);
    const done = await sql`select name from ghcr_mirror.kysely_migration`.execute(kind.db);
    expect(done.rows).toEqual(Object.keys(MIGRATIONS).map((name) => ({ name })));
  });

  it("do not touch what a newer version has made", async () => {
    await using kind = await take();
    await kind.open();
    const newer = { ...MIGRATIONS, "9999-newer": { up: async () => {} } };
    try {
      await migrate(kind.db, newer);
      await expect(kind.open()).rejects.toMatchObject({
        code: "MIGRATION_FAILED",
        message: expect.stringContaining("9999-newer"),
      });
    } finally {
      await sql`delete from ghcr_mirror.kysely_migration where name = '9999-newer'`.execute(kind.db);
    }
  });

  it("bring along what the version before errands has stored", async () => {
    await using kind = await take();
    const old = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name < "0003"));
    await sql`drop schema ghcr_mirror cascade`.execute(kind.db);
    try {
      await migrate(kind.db, old);
      await storeOld(kind.db);
    } finally {
      await migrate(kind.db);
    }
    const state = await kind.open();
    expect(await state.runs.find(RUN)).toMatchObject({
      state: "queued",
      pull: null,
      asker: null,
      cancelledBy: null,
      urgency: 1,
    });
    expect(await state.configs.of(6)).toMatchObject({
      place: { installation: 1, repository: { id: 6, owner: "acme", name: "renamed" } },
      path: null,
      configSha: "s6",
    });
    expect(await state.configs.copying("ghcr.io/acme/base")).toEqual([]);
    // Nobody knows its name any longer.
    expect(await state.configs.of(7)).toBeUndefined();
    expect(await state.dispatches.of(RUN, { owner: "acme", name: "mirrors" })).toMatchObject({
      workflowRun: 5,
      told: 2,
    });
    await state.dispatches.begin(RUN, { owner: "umbrella", name: "mirrors" });
    await state.runs.conclude(RUN, "success", {
      commit: "b2",
      configSha: "s7",
      sources: ["ghcr.io/acme/base"],
    });
    expect(await state.configs.copying("ghcr.io/acme/base")).toMatchObject([
      { repository: 6, configSha: "s7", path: ".github/mirror.yml" },
    ]);
    expect(await state.images.of(6)).toMatchObject([
      { destination: "ghcr.io/acme/redis:7", destinationDigest: "sha256:a", platforms: null },
    ]);
    // It was applied when nothing came about by itself, and is looked at from now on.
    expect(await state.schedules.of(6)).toMatchObject([
      { schedule: "every 6h", scope: [], repository: { id: 6, owner: "acme", name: "renamed" } },
    ]);
    expect(await sent(state, kind.db, upkeep(6))).toHaveLength(1);
  });
});

const RUN = "00000000-0000-4000-8000-000000000002";

/** Two runs of a repository that was renamed between them, and the configs that count as applied. */
async function storeOld(db: Db): Promise<void> {
  const runs = [
    ["00000000-0000-4000-8000-000000000001", "named", "concluded"],
    [RUN, "renamed", "queued"],
  ];
  for (const [id, name, state] of runs) {
    await sql`
      insert into ghcr_mirror.runs
        (id, installation, repository, owner, name, reason, scope, state, config_path, created_at)
      values (${id}, 1, 6, 'acme', ${name}, 'push', '[]', ${state}, '.github/mirror.yml', now())`.execute(db);
  }
  for (const repository of [6, 7]) {
    await sql`
      insert into ghcr_mirror.applied_configs
        (repository, installation, commit, config_sha, run, position, applied_at)
      values (${repository}, 1, 'a1', ${`s${repository}`}, ${runs[0]?.[0]}, 1, now())`.execute(db);
  }
  await sql`
    insert into ghcr_mirror.mirrored_images
      (repository, destination, source, destination_digest, first_seen, last_verified)
    values (6, 'ghcr.io/acme/redis:7', 'docker.io/library/redis:7', 'sha256:a', now(), now())`.execute(db);
  await sql`
    insert into ghcr_mirror.dispatches (run, owner, name, workflow_run, attempt, requested_at, told)
    values (${RUN}, 'acme', 'mirrors', 5, 1, now(), 2)`.execute(db);
}
