/** Lines of text with the columns padded: the first two to the left, numbers after them to the right. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => (column < 2 ? row[column]?.padEnd(width) : row[column]?.padStart(width)) ?? "")
      .join("  ")
      .trimEnd();
  return all.map(line).join("\n");
}
