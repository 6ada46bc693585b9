import { Refusal } from "../../refusal.ts";

const FORBIDDEN = new Set(["", ".", "..", ".git"]);

/** Throws 422 for what Git takes for no path of a file. */
export function requireFilePath(path: string): void {
  if (path.split("/").some((name) => FORBIDDEN.has(name.toLowerCase()) || name.includes("\0"))) {
    throw new Refusal(422, "path contains a malformed path component");
  }
}
