import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { openState } from "../../src/jobs/open-state.ts";
import { StateError } from "../../src/jobs/state-error.ts";
import { postgresPrograms, sharedPostgres } from "./postgres-server.ts";
import { TEST_OPTIONS } from "./test-options.ts";

async function refusal(databaseUrl: string): Promise<StateError> {
  const error = await openState({ databaseUrl }, TEST_OPTIONS).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof StateError)) throw new Error(`expected a StateError, not ${error}`);
  return error;
}

describe("a database that cannot be reached", () => {
  it("is named without the password", async () => {
    const server = createServer((socket) => void socket.destroy()).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const error = await refusal(`postgres://mirror:s3cret@127.0.0.1:${port}/state`);
    expect(error.code).toBe("DATABASE_UNREACHABLE");
    expect(error.message).toBe(
      `The database at 127.0.0.1:${port}/state cannot be reached: connect ECONNREFUSED 127.0.0.1:${port}. ` +
        "Check DATABASE_URL and the server.",
    );
    expect(error.cause).toBeInstanceOf(Error);
  });

  it.each(["postgres://mirror:s3cret@[/state", "postgres://mirror:s3cret@host:port/state"])(
    "is refused where %s cannot be read",
    async (url) => {
      const error = await refusal(url);
      expect(error.code).toBe("DATABASE_UNREACHABLE");
      expect(error.message).not.toContain("s3cret");
      expect(JSON.stringify(error.cause) ?? "").not.toContain("s3cret");
    },
  );

  it.skipIf(postgresPrograms === undefined)("is told in the server's words", async () => {
    const url = (await sharedPostgres()).replace("/postgres?", "/nowhere?");
    expect((await refusal(url)).message).toMatch(
      /^The database at .*\/nowhere cannot be reached: .*"nowhere" does not exist\./,
    );
  });
});
