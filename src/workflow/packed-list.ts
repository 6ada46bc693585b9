import { deflateRawSync, inflateRawSync } from "node:zlib";

/** How a packed list begins. No JSON does. */
const PACKED = "deflate:";

/** Characters of the JSON in a packed list, which is made of a small part of that: beyond, it is not unpacked. */
export const LARGEST_LIST = 4 * 1024 * 1024;

/** A list of texts in few characters, all of them of ASCII: its JSON, deflated (RFC 1951), in base64url. */
export function packList(list: readonly string[]): string {
  return `${PACKED}${deflateRawSync(JSON.stringify(list), { level: 9 }).toString("base64url")}`;
}

/** Reads a list of texts, as JSON or as {@link packList} wrote it. Undefined: it is neither, or unpacks to more than {@link LARGEST_LIST}. */
export function unpackList(text: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(text.startsWith(PACKED) ? inflate(text.slice(PACKED.length)) : text);
    return Array.isArray(list) && list.every((item) => typeof item === "string") ? list : undefined;
  } catch {
    return undefined;
  }
}

function inflate(text: string): string {
  const options = { maxOutputLength: LARGEST_LIST };
  return inflateRawSync(Buffer.from(text, "base64url"), options).toString("utf8");
}
