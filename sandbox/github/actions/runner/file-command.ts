/**
 * What a step wrote to `$GITHUB_OUTPUT` or `$GITHUB_ENV`: `name=value`, or `name<<DELIMITER` and lines up to the delimiter. Throws,
 * in the runner's words, where it is neither.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
export function parseFileCommand(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  while (lines.length > 0) {
    const line = lines.shift() ?? "";
    if (line === "") continue;
    const [, name, operator, rest = ""] = line.match(/^(.+?)(=|<<)(.*)$/) ?? [];
    if (name === undefined || (operator === "<<" && rest === "")) throw new Error(`Invalid format '${line}'`);
    values.set(name, operator === "=" ? rest : takeUntil(lines, rest));
  }
  return values;
}

function takeUntil(lines: string[], delimiter: string): string {
  const end = lines.indexOf(delimiter);
  if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
  return lines
    .splice(0, end + 1)
    .slice(0, -1)
    .join("\n");
}
