import { displayWidth } from "./display-width.ts";
import type { ImageRow } from "./image-row.ts";
import type { Style } from "./style.ts";

/** How a table is to look. */
export interface TableLayout {
  /** The columns of the terminal; unknown where there is none, and then lines are as long as they are. */
  readonly width: number | undefined;
  readonly style: Style;
}

const COLUMNS = ["mark", "source", "destination", "change", "size", "why"] as const;
type Cells = Pick<ImageRow, (typeof COLUMNS)[number]>;

const HEADER: Cells = {
  mark: " ",
  source: "source",
  destination: "destination",
  change: "now → then",
  size: "size",
  why: "why",
};

/** The rows with aligned columns below a header; where the terminal is too narrow for that, two lines per image. */
export function renderTable(rows: readonly ImageRow[], { width, style }: TableLayout): string[] {
  if (rows.length === 0) return [];
  const aligned = align([HEADER, ...rows]);
  if (aligned.some((line) => displayWidth(line) > (width ?? Number.POSITIVE_INFINITY)))
    return stack(rows, style);
  return aligned.map((line, at) => {
    const row = rows[at - 1];
    return row ? paintMark(row, line, style) : style("quiet", line);
  });
}

function align(rows: readonly Cells[]): string[] {
  const widths = COLUMNS.map((column) => Math.max(...rows.map((row) => displayWidth(row[column]))));
  return rows.map((row) =>
    COLUMNS.map((column, at) => {
      const padding = " ".repeat((widths[at] ?? 0) - displayWidth(row[column]));
      return column === "size" ? padding + row[column] : row[column] + padding;
    })
      .join("  ")
      .trimEnd(),
  );
}

function stack(rows: readonly ImageRow[], style: Style): string[] {
  return rows.flatMap((row) => [
    paintMark(row, `${row.mark}  ${row.source} → ${row.destination}`, style),
    style("quiet", `     ${row.change}, ${row.size}, ${row.why}`),
  ]);
}

/** The mark is what a line starts with. */
function paintMark({ mark, look }: ImageRow, line: string, style: Style): string {
  return style(look, mark) + line.slice(mark.length);
}
