import type { TreeEntry } from "isomorphic-git";
import type { NewCommit, Signature } from "./commit.ts";

/** The body of a tree object, its entries in the order that Git wants: folders as if their names ended in a slash. */
export function encodeTree(entries: readonly TreeEntry[]): Buffer {
  const key = ({ path, type }: TreeEntry) => Buffer.from(type === "tree" ? `${path}/` : path);
  const sorted = [...entries].sort((a, b) => Buffer.compare(key(a), key(b)));
  return Buffer.concat(
    sorted.flatMap(({ mode, path, oid }) => [
      Buffer.from(`${mode.replace(/^0/, "")} ${path}\0`),
      Buffer.from(oid, "hex"),
    ]),
  );
}

/** The body of a commit object. */
export function encodeCommit({ tree, parents, author, committer, message }: NewCommit): Buffer {
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signatureLine(author)}`,
    `committer ${signatureLine(committer)}`,
    "",
    message.endsWith("\n") ? message : `${message}\n`,
  ];
  return Buffer.from(lines.join("\n"));
}

/** Names and addresses have no angle brackets or line ends in them. */
const clean = (text: string) => text.replaceAll(/[<>\n]/g, "");

const signatureLine = ({ name, email, date }: Signature) =>
  `${clean(name)} <${clean(email)}> ${Math.floor(date.getTime() / 1000)} +0000`;
