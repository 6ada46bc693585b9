import type { Call, Reply } from "./handler.ts";

/** How many items of a list were asked for by `per_page`: at most 100, default 30. */
export function pageSize(query: URLSearchParams): number {
  return Math.min(100, Math.max(1, Number(query.get("per_page") ?? 30)));
}

/** The part of a list that was asked for by `per_page` and `page`, with the `Link` header. */
export function paginate<T>(
  { query, world, path }: Pick<Call, "query" | "world" | "path">,
  all: readonly T[],
) {
  const size = pageSize(query);
  const page = Math.max(1, Number(query.get("page") ?? 1));
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (number: number, relation: string) => {
    const target = new URLSearchParams(query);
    target.set("page", String(number));
    return `<${world.url}${path}?${target}>; rel="${relation}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, "prev")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
    ...(page > 1 ? [link(1, "first")] : []),
  ];
  const headers: NonNullable<Reply["headers"]> = links.length > 0 ? { link: links.join(", ") } : {};
  return { items: all.slice((page - 1) * size, page * size), headers };
}
