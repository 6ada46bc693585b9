import { headManifest } from "../oci/registry/manifests.ts";
import { listTags } from "../oci/registry/tags.ts";
import type { SourceLooks } from "./source-looks.ts";

/** Looks at sources by what every registry has, and each time anew. */
export const directLooks: SourceLooks = {
  table: async () => undefined,
  list: listTags,
  head: headManifest,
};
