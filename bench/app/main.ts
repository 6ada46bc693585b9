import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Figure } from "./figure.ts";
import { action } from "./measure-action.ts";
import { burst } from "./measure-burst.ts";
import { conversation } from "./measure-conversation.ts";
import { kills } from "./measure-kills.ts";
import { patience } from "./measure-patience.ts";
import { publishers } from "./measure-publishers.ts";
import { oneInstallation, pushes } from "./measure-pushes.ts";
import { memory, start } from "./measure-rest.ts";
import { scheduled } from "./measure-scheduled.ts";
import { renderTable, type Table, tableOf } from "./table.ts";

const MEASUREMENTS = [
  ...[pushes, oneInstallation, burst, kills, memory, start, publishers, conversation, action],
  ...[scheduled, patience],
];
const NAMES = MEASUREMENTS.map(({ name }) => name);

const tell = (text: string) => process.stderr.write(`${text}\n`);
const { values, positionals: asked } = readArguments();
const unknown = asked.filter((name) => !NAMES.includes(name));
const size = values.size === undefined ? undefined : Number(values.size);
if (unknown.length > 0) refuse(`There is no ${unknown.join(", ")}.`);
if (size !== undefined && !(Number.isInteger(size) && size > 0)) refuse(`${values.size} is no size.`);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const chosen = MEASUREMENTS.filter(({ name }) => asked.length === 0 || asked.includes(name));
const figures: Figure[] = [];
const tables: Table[] = [];
for (const { name, measure } of chosen) {
  tell(`${name} …`);
  const measured = await measure((text) => tell(`  ${text}`), size);
  if ("rows" in measured) tables.push(measured);
  else figures.push(...measured);
}
process.stdout.write(
  `\`node bench/app/main.ts ${process.argv.slice(2).join(" ")}\` on ${cpus().length} cores, GitHub and registries of the sandbox on the same machine:\n`,
);
if (figures.length > 0) tables.unshift(tableOf(figures));
for (const table of tables) process.stdout.write(`\n${renderTable(table)}`);

function readArguments() {
  try {
    return parseArgs({ options: { size: { type: "string" } }, allowPositionals: true });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(why: string): never {
  tell(`${why} Usage: node bench/app/main.ts [--size N] [${NAMES.join(" | ")}]…`);
  process.exit(2);
}
