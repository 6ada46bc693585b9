import { createReadStream } from "node:fs";
import { addAbortSignal, type Readable } from "node:stream";
import { printable } from "../text/printable.ts";
import { UsageError } from "./usage-error.ts";

/** A config is written by hand; what is larger than this is something else. In bytes. */
const MAX_SIZE = 1024 * 1024;

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "there is no such file"],
  ["EISDIR", "is a folder, not a file"],
  ["EACCES", "may not be read: permission denied"],
]);

/** What problems call the file: its path, or `<stdin>` for `-`. */
export function nameOf(file: string): string {
  return file === "-" ? "<stdin>" : file;
}

/**
 * Reads the config `file`, or `stdin` for `-`. Throws {@link UsageError} when it cannot be read, is over 1 MiB or not
 * UTF-8, and an `AbortError` when `signal` comes first.
 */
export async function readConfigText(file: string, stdin: Readable, signal: AbortSignal): Promise<string> {
  const name = printable(nameOf(file));
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of addAbortSignal(signal, file === "-" ? stdin : createReadStream(file))) {
      size += chunk.length;
      if (size > MAX_SIZE) throw new UsageError(`${name}: is over 1 MiB, too large for a config`);
      chunks.push(chunk);
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    if (error instanceof UsageError || signal.aborted) throw error;
    if (!(error instanceof Error && "code" in error)) throw error;
    if (error.code === "ERR_ENCODING_INVALID_ENCODED_DATA")
      throw new UsageError(`${name}: is not UTF-8 text`);
    throw new UsageError(`${name}: ${REASONS.get(String(error.code)) ?? error.message}`);
  }
}
