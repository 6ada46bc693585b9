import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders: string[] = [];

/** A new folder, which is removed when this process ends. */
export function temporaryFolder(): string {
  // Not before there is one: those who end processes at the exit are to come first.
  if (folders.length === 0) process.once("exit", removeAll);
  const folder = mkdtempSync(join(tmpdir(), "bench-app-"));
  folders.push(folder);
  return folder;
}

function removeAll(): void {
  // What was killed just before may still be writing there.
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
