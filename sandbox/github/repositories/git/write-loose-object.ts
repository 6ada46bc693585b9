import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, deflateSync } from "node:zlib";

/**
 * Writes an object as a file of its own and returns its sha. By hand, as pushes of thousands of commits are to take a
 * moment. https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_object_storage
 */
export function writeLooseObject(gitdir: string, type: "blob" | "tree" | "commit", body: Uint8Array): string {
  const object = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
  const sha = createHash("sha1").update(object).digest("hex");
  const folder = join(gitdir, "objects", sha.slice(0, 2));
  const file = join(folder, sha.slice(2));
  if (existsSync(file)) return sha;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, deflateSync(object, { level: constants.Z_BEST_SPEED }));
  return sha;
}
