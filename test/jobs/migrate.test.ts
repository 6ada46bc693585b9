import { sql } from "kysely";
import { expect, it } from "vitest";
import { MIGRATIONS, migrate } from "../../src/jobs/migrate.ts";
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
});
