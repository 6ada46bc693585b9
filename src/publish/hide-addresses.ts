/** A failed connection names the proxy, or an address, which a reader of the repository need not know. */
const PROXY = /\bthe proxy https?:\/\/\S+/g;
const ADDRESS = /\b(E[A-Z]{4,}|connect|timeout) \[?[\da-f.:]+\]?:\d+/g;

/** The text without the places that somebody has set for registries: these are told by their names. */
export function hideAddresses(text: string, endpoints: ReadonlyMap<string, URL>): string {
  let told = text;
  for (const [name, { origin, host }] of endpoints) {
    told = told.replaceAll(origin, `https://${name}`).replaceAll(host, name);
  }
  return told.replaceAll(PROXY, "the proxy").replaceAll(ADDRESS, "$1");
}
