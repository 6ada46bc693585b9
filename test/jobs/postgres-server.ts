import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where Debian puts the programs of a server, which are not on the PATH. */
const DEBIAN = "/usr/lib/postgresql";

/** The folder of initdb and pg_ctl; undefined where PostgreSQL is not installed. */
export const postgresPrograms: string | undefined = [
  ...(process.env["PATH"] ?? "").split(":"),
  ...(existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, "bin")) : []),
].find((folder) => ["initdb", "pg_ctl"].every((program) => existsSync(join(folder, program))));

/** Runs a server on a socket in the folder $1, until nobody holds our standard input any longer, also after kill -9. */
const GUARD = `
  cd "$1" && initdb -D data -U test -A trust -E UTF8 --no-sync >log || exit
  pg_ctl -D data -l log -w -s -o "-F -c listen_addresses= -c unix_socket_directories=$1" start && echo ready
  read -r line
  pg_ctl -D data -m immediate -s stop
  rm -rf "$1"`;

let shared: Promise<string> | undefined;

/** The URL of a PostgreSQL server of this test process, which ends with it. As root it runs as `postgres`, because it refuses to run as root. */
export function sharedPostgres(): Promise<string> {
  shared ??= startPostgres();
  return shared;
}

async function startPostgres(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(folder, idOf("-u"), idOf("-g"));
  const command = ["sh", "-c", GUARD, "sh", folder];
  const [file = "", ...parameters] = isRoot ? ["runuser", "-u", "postgres", "--", ...command] : command;
  const PATH = `${postgresPrograms}:${process.env["PATH"]}`;
  const guard = spawn(file, parameters, { stdio: ["pipe", "pipe", "inherit"], env: { PATH, LC_ALL: "C" } });
  const [word] = await Promise.race([once(guard.stdout, "data"), once(guard, "exit")]);
  if (String(word) !== "ready\n") throw new Error(`PostgreSQL did not start: see ${folder}/log`);
  guard.unref();
  for (const stream of [guard.stdin, guard.stdout]) (stream as unknown as { unref?: () => void }).unref?.();
  return `postgres:///postgres?host=${folder}&user=test`;
}

function idOf(which: "-u" | "-g"): number {
  return Number(execFileSync("id", [which, "postgres"], { encoding: "utf8" }));
}
