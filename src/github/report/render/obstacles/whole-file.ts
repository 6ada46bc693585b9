import { fenced } from "../fenced.ts";

/** A workflow of ours is a tenth of it. Bytes. */
const LONGEST_FILE = 30_000;

/** A workflow as a block that can be copied; empty where it is too long, for half a file would be of no use. */
export function wholeFile(text: string): string {
  return Buffer.byteLength(text) > LONGEST_FILE ? "" : fenced(text, "yaml");
}
