import { printable } from "../../../text/printable.ts";

/** Text from outside as a block of code that can be copied: markup in it stays text, and nothing in it ends the block. */
export function fenced(text: string, language: "yaml" | "diff"): string {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const fence = fenceFor(lines);
  return [fence + language, ...lines.map(codeLine), fence].join("\n");
}

/** A fence that none of these lines closes: https://spec.commonmark.org/0.31.2/#fenced-code-blocks. */
export function fenceFor(lines: readonly string[]): string {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []);
  return "`".repeat(runs.reduce((longest, { length }) => Math.max(longest, length + 1), 3));
}

/** A line as it may stand in a block of code. A marker is looked for in the raw text. */
export function codeLine(line: string): string {
  return printable(line).replaceAll("<!--", "<! --");
}
