/**
 * The text of a `.env` file with these values in it: their former lines are gone, everything else stands as it was. Values
 * stand in double quotes, line breaks as `\n`, as Node and Docker Compose read them.
 */
export function mergeEnvironmentFile(text: string, values: Readonly<Record<string, string>>): string {
  const names = Object.keys(values).join("|");
  const former = new RegExp(`^\\s*(?:export\\s+)?(?:${names})\\s*=`);
  const kept = text.split("\n").filter((line) => !former.test(line));
  const added = Object.entries(values).map(([name, value]) => `${name}="${escapeValue(name, value)}"`);
  return `${[kept.join("\n").trimEnd(), ...added].filter(Boolean).join("\n")}\n`;
}

function escapeValue(name: string, value: string): string {
  // Those who read .env files do not agree on how to write these.
  if (/["`$\\]/.test(value)) throw new Error(`${name} holds a character that a .env file cannot`);
  return value.trim().replaceAll(/\r?\n/g, "\\n");
}
