import { isRepository } from "../oci/reference.ts";
import type { Destination } from "./config.ts";
import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";
import { readReference } from "./read-reference.ts";
import { positionAt, textOf, type Value } from "./value.ts";

/** What `to` names: a path below the owner, or a full repository when its first part looks like a host. */
export function readDestination(value: Value, problems: ProblemList): Destination | undefined {
  const text = textOf(value);
  if (text === undefined) return;
  const host = text.slice(0, Math.max(text.indexOf("/"), 0));
  const isFull = host === "localhost" || /[.:]/.test(host);
  const path = isFull ? text.slice(host.length) : text;
  const end = text.length - path.length + path.search(/[:@]|$/);
  if (end < text.length) {
    const what = text[end] === "@" ? "digest" : "tag";
    const message = `\`to\` names a repository and cannot hold a ${what}: copies keep the tags of their source`;
    problems.addAt(positionAt(value, end), value.path, message, `write ${quote(text.slice(0, end))}`);
    return;
  }
  return isFull ? readFull(value, problems) : readPath(value, text, problems);
}

function readFull(value: Value, problems: ProblemList): Destination | undefined {
  const reference = readReference(value, problems);
  if (!reference) return;
  const { registry, repository } = reference;
  if (registry === "ghcr.io" && !repository.includes("/")) {
    problems.add(
      value,
      "a full `to` on ghcr.io has an owner and a name",
      `to stay below the owner, write ${quote(repository)}`,
    );
    return;
  }
  return { registry, repository, position: value.node.position };
}

function readPath(value: Value, text: string, problems: ProblemList): Destination | undefined {
  if (isRepository(text)) return { repository: text };
  const lower = text.toLowerCase();
  const hint = isRepository(lower)
    ? `did you mean ${quote(lower)}?`
    : "lower-case letters and digits, with `.`, `_`, `-` and `/` between them";
  problems.add(value, `${quote(text)} is not a repository`, hint);
  return;
}
