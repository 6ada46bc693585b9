import { isMap, isScalar, type Node, Scalar, stringify } from "yaml";
import type { ListItem } from "./append-to-list.ts";

/** An image to be added to a config: as a short entry where nothing but its source is said. */
export interface NewImage {
  /** `docker.io/library/redis:7` */
  readonly source: string;
  readonly to?: string | undefined;
}

/** How strings are quoted; plain ones are where they must be. */
export type Quoting = "plain" | "single" | "double";

/** How a scalar is quoted, or the source of an entry. */
export function quotingOf(node: Node | null | undefined): Quoting {
  const scalar = isMap(node) ? node.get("source", true) : node;
  if (!isScalar(scalar)) return "plain";
  if (scalar.type === Scalar.QUOTE_DOUBLE) return "double";
  return scalar.type === Scalar.QUOTE_SINGLE ? "single" : "plain";
}

/** Writes one string as an item of a list. */
export function writeString(text: string, quoting: Quoting): ListItem {
  const flow = quote(text, quoting);
  return { lines: [flow], flow };
}

/** Writes an entry as an item of `mirrors`. `keys` tells whether keys are in double quotes, as in JSON. */
export function writeEntry({ source, to }: NewImage, quoting: Quoting, keys: Quoting): ListItem {
  if (to === undefined) return writeString(source, quoting);
  const fields = Object.entries({ source, to }).map(
    ([key, value]) => `${quote(key, keys)}: ${quote(value, quoting)}`,
  );
  return { lines: fields, flow: `{ ${fields.join(", ")} }` };
}

function quote(text: string, quoting: Quoting): string {
  if (quoting === "double") return JSON.stringify(text);
  if (quoting === "single") return `'${text.replaceAll("'", "''")}'`;
  return stringify(text, { lineWidth: 0 }).trimEnd();
}
