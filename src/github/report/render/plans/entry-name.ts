import type { Entry } from "../../../../config/config.ts";

/** An entry in short, as a person would name it: `docker.io/library/redis:7`, or without the tag where it means several. */
export function entryName({ source, selection }: Pick<Entry, "source" | "selection">): string {
  const repository = `${source.registry}/${source.repository}`;
  const [rule, another] = selection;
  if (!rule || another) return repository;
  switch (rule.kind) {
    case "exact":
      return `${repository}:${rule.tag}`;
    case "glob":
      return `${repository}:${rule.pattern}`;
    case "pinned":
      return `${repository}${rule.tag ? `:${rule.tag}` : ""}@${rule.digest}`;
    case "regex":
    case "semver":
      return repository;
  }
}
