import { COMMANDS, type CommandRow } from "../../../src/github/commands/table.ts";

/** The table of `docs/commands.md`. */
export function tableOfCommands(): string {
  const rows = COMMANDS.map(({ usage, where, role, name }) => [
    `[\`${usage}\`](#${name})`,
    where,
    `\`${role}\``,
  ]);
  return aligned([["command", "where", "least role"], ...rows]);
}

/** What the page says of one command. */
export function sectionOf({ name, summary, examples }: CommandRow): string {
  return [`### ${name}`, "", `${summary}.`, "", "```text", ...examples, "```"].join("\n");
}

function aligned(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [first, ...others] = rows.map(line);
  return [first, line(widths.map((width) => "-".repeat(width))), ...others].join("\n");
}
