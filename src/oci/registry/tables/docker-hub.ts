import type { TagFacts } from "../../tag-facts.ts";
import {
  asCount,
  asDigest,
  asObjects,
  asText,
  asTime,
  type OutsideWords,
  parseObject,
} from "./outside-words.ts";
import { type NamedFacts, TAGS_A_PAGE, type TagApi } from "./tag-api.ts";

/**
 * Docker Hub's list of tags, which counts as no pull. It lags behind the registry by seconds. Since August 2026 who does not log in gets
 * no further than the thousandth tag (403, "pagination offset too large for anonymous requests"). Docker docs, "Docker Hub API
 * reference", List repository tags; goharbor/harbor#23819.
 */
export const dockerHub: TagApi = {
  host: "hub.docker.com",
  mostPages: 10,
  namesAPage: 1_000,
  pathOf: (repository, page) =>
    /^[^/]+\/[^/]+$/.test(repository)
      ? `/v2/repositories/${repository}/tags?page_size=${TAGS_A_PAGE}&page=${page}`
      : undefined,
  parse(text) {
    const { count, next, results } = parseObject(text) ?? {};
    const total = asCount(count);
    const tags = asObjects(results)?.map(parseTag);
    if (total === undefined || !tags?.every((tag) => tag !== undefined)) return undefined;
    return { tags, count: total, isLast: next === null };
  },
};

function parseTag(tag: OutsideWords): NamedFacts | undefined {
  const name = asText(tag["name"]);
  if (name === undefined) return undefined;
  const digest = asDigest(tag["digest"]);
  const pushedAt = asTime(tag["tag_last_pushed"]) ?? asTime(tag["last_updated"]);
  return {
    name,
    facts: {
      ...(digest && { digest }),
      ...(pushedAt !== undefined && { pushedAt }),
      ...parseImages(tag, digest),
    },
  };
}

/** A tag's images are the manifests of its index; where there is no index, the one is the tag itself. */
function parseImages(tag: OutsideWords, digest: string | undefined): Pick<TagFacts, "manifests" | "bytes"> {
  const images = asObjects(tag["images"]) ?? [];
  const sizes = images.map((image) => asCount(image["size"]));
  const bytes = sizes.every((size) => size !== undefined) ? sum(sizes) : 0;
  const [only] = images;
  const isIndex = images.length > 1 || only?.["digest"] !== digest;
  return {
    ...(digest && only && { manifests: images.length + (isIndex ? 1 : 0) }),
    ...(bytes > 0 && { bytes }),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
