/**
 * A number from 0 up to 1 that is always the same for the same text, and evenly spread over texts: FNV-1a, 32 bits, stirred as MurmurHash3
 * ends, for texts that differ in their last digit only.
 */
export function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
