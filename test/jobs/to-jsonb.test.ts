import { expect, it } from "vitest";
import { toJsonb } from "../../src/jobs/to-jsonb.ts";
import { givePglite, takePglite } from "./test-database.ts";

it("keeps all that the database can hold, and what it cannot hold as a mark", async () => {
  const pglite = await takePglite();
  const keep = async (value: unknown) => {
    const { rows } = await pglite.query<{ kept: unknown }>("select $1::text::jsonb as kept", [
      toJsonb(value),
    ]);
    return rows[0]?.kept;
  };
  const harmless = { text: 'ä😀\n"\\u0000"', list: [1, null, true, { deep: "\u0001\ufffe" }] };
  expect(await keep(harmless)).toEqual(harmless);
  expect(await keep({ a: "x\0y", b: ["\ud800", "\udc00 z"] })).toEqual({
    a: "x\ufffdy",
    b: ["\ufffd", "\ufffd z"],
  });
  givePglite(pglite);
});
