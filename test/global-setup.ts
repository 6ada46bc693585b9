import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder for what tests leave behind; it is removed after the last of them. */
    readonly temporary: string;
  }
}

/** Makes the folder before the first test, and removes it after the last. */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "ghcr-mirror-test-"));
  provide("temporary", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
