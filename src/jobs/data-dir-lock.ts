import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StateError, wordsOf } from "./state-error.ts";

/** SQLite's primary result code for "another process has it". sqlite.org/rescode.html. */
const SQLITE_BUSY = 5;

/**
 * Makes this process the only one that has a data directory, until it lets go or dies: the kernel frees the lock, also after kill -9.
 * PGlite itself lets two processes open one directory, and the rows of one of them are lost without a word.
 *
 * The lock is a record lock that SQLite holds on an empty file, because Node has none of its own.
 *
 * @throws {@link StateError} `DATA_DIR_IN_USE` or `DATA_DIR_UNUSABLE`.
 */
export function lockDataDir(dataDir: string): Disposable {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(dataDir, "lock"), { timeout: 0 });
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) {
      throw new StateError(
        "DATA_DIR_IN_USE",
        `The data directory ${dataDir} is in use by another process. Stop that process, or set DATA_DIR to another directory.`,
        error,
      );
    }
    throw dataDirUnusable(dataDir, error);
  }
  const held = database;
  return {
    [Symbol.dispose]() {
      if (held.isOpen) held.close();
    },
  };
}

/** The error for a data directory that cannot be used, in the words of the system or the database. */
export function dataDirUnusable(dataDir: string, error: unknown): StateError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EEXIST" || code === "ENOTDIR") {
    const words = `The data directory ${dataDir} is, or is in, a file. Set DATA_DIR to a directory.`;
    return new StateError("DATA_DIR_UNUSABLE", words, error);
  }
  return new StateError(
    "DATA_DIR_UNUSABLE",
    `The data directory ${dataDir} cannot be used: ${wordsOf(error)}. ` +
      "Make it writable for this user, or set DATA_DIR to another directory.",
    error,
  );
}
