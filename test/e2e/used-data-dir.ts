import { cp } from "node:fs/promises";
import { openState } from "../../src/jobs/open-state.ts";
import { temporaryFolder } from "./temporary-folder.ts";

let template: Promise<string> | undefined;

/** A folder as a server leaves it that had nothing to do: one that starts there need not make its database, which takes seconds. */
export async function usedDataDir(): Promise<string> {
  template ??= makeTemplate();
  const folder = temporaryFolder();
  await cp(await template, folder, { recursive: true });
  return folder;
}

async function makeTemplate(): Promise<string> {
  const folder = temporaryFolder();
  const state = await openState({ dataDir: folder }, { workerConcurrency: 1 });
  await state[Symbol.asyncDispose]();
  return folder;
}
