import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, which is removed at the end of the test process. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "e2e-"));
  folders.push(folder);
  return folder;
}
