import type { VersionLine, VersionLines } from "../../plan/versions/group-lines.ts";
import { count } from "../../text/count.ts";
import { printable } from "../../text/printable.ts";
import { displayWidth } from "./display-width.ts";
import { listNames } from "./list-names.ts";
import type { TagsLayout } from "./tags-layout.ts";

/** Lines of versions that a terminal is shown. */
const MOST_LINES = 20;

/** The tags of a source by lines of versions, the newest of each first. */
export function renderVersionLines(
  source: string,
  available: number,
  { lines, others }: VersionLines,
  layout: TagsLayout,
): readonly string[] {
  const { style, isWhole } = layout;
  const title = style("strong", `${printable(source)}: ${count(available, "tag")}`);
  const shown = isWhole ? lines : lines.slice(0, MOST_LINES);
  const rows = shown.map((line) => ({ name: printable(line.suffix) || "no suffix", line }));
  const width = Math.max(
    0,
    ...rows.map(({ name }) => displayWidth(name)),
    others.length > 0 ? OTHERS.length : 0,
  );
  const row = (name: string, of: readonly string[], note = "") => {
    const head = `  ${name}${" ".repeat(width - displayWidth(name))}  ${`${of.length}`.padStart(DIGITS)}  `;
    return `${head}${listNames(of, of.length, head.length + note.length, layout)}${note}`;
  };
  return [
    title,
    ...rows.map(({ name, line }) => row(name, line.versions, noteOf(line))),
    ...(shown.length < lines.length
      ? [style("quiet", `  … ${lines.length - shown.length} more lines: --all`)]
      : []),
    ...(others.length > 0 ? [row(OTHERS, others)] : []),
  ];
}

const OTHERS = "no version";
/** A source has at most 250,000 tags. */
const DIGITS = 6;

function noteOf({ prereleases: [newest, ...others] }: VersionLine): string {
  if (newest === undefined) return "";
  return ` (${count(others.length + 1, "prerelease")}: ${printable(newest)}${others.length > 0 ? " …" : ""})`;
}
