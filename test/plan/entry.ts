import type { Entry } from "../../src/config/config.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import type { Digest } from "../../src/oci/digest.ts";
import type { TagTable } from "../../src/oci/tag-facts.ts";
import type { Desired } from "../../src/plan/desired.ts";
import { desiredImages } from "../../src/plan/desired.ts";
import { selectTags } from "../../src/plan/select-tags.ts";

/** The entries of a config that holds `items` under `mirrors`, the first on line 3. */
export function entriesOf(...items: readonly string[]): readonly Entry[] {
  const { config, problems } = parseConfig(
    `version: 1\nmirrors:\n${items.map((item) => `  - ${item}\n`).join("")}`,
  );
  if (!config) throw new Error(problems[0]?.message);
  return config.entries;
}

/** A plain list of tags. */
export function tableOf(...tags: readonly string[]): TagTable {
  return new Map(tags.map((tag) => [tag, {}]));
}

/** A digest for each text. */
export function digestOf(text: string): Digest {
  return `sha256:${Buffer.from(text).toString("hex").padEnd(64, "0")}`;
}

/** What the entries want in `ghcr.io/acme` of sources that all have the tags `available`. */
export function desiredBy(items: readonly string[], available: readonly string[] = []): readonly Desired[] {
  const place = { registry: "ghcr.io", owner: "Acme" };
  return entriesOf(...items).flatMap((entry) =>
    desiredImages(entry, selectTags(entry, tableOf(...available)).images, place),
  );
}
