import { asCount, asDigest, asObjects, asText, type OutsideWords, parseObject } from "./outside-words.ts";
import { type NamedFacts, TAGS_A_PAGE, type TagApi } from "./tag-api.ts";

/**
 * Quay's list of tags, those pushed last first. It does not count them, and says of an index neither its platforms nor its size. Red Hat
 * Quay API reference, listRepoTags; quay/quay, endpoints/api/tag.py.
 */
export const quay: TagApi = {
  host: "quay.io",
  mostPages: 600,
  namesAPage: 100,
  pathOf: (repository, page) =>
    `/api/v1/repository/${repository}/tag/?limit=${TAGS_A_PAGE}&page=${page}&onlyActiveTags=true`,
  parse(text) {
    const { tags: list, has_additional: hasMore } = parseObject(text) ?? {};
    const tags = asObjects(list)?.map(parseTag);
    if (typeof hasMore !== "boolean" || !tags?.every((tag) => tag !== undefined)) return undefined;
    return { tags, isLast: !hasMore };
  },
};

function parseTag(tag: OutsideWords): NamedFacts | undefined {
  const name = asText(tag["name"]);
  if (name === undefined) return undefined;
  const digest = asDigest(tag["manifest_digest"]);
  const seconds = asCount(tag["start_ts"]);
  const bytes = asCount(tag["size"]);
  return {
    name,
    facts: {
      ...(digest && { digest }),
      ...(seconds && { pushedAt: seconds * 1000 }),
      ...(digest && tag["is_manifest_list"] === false && { manifests: 1 }),
      ...(bytes && { bytes }),
    },
  };
}
