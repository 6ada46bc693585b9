import { cpus } from "node:os";
import { action } from "./measure-action.ts";
import { burst } from "./measure-burst.ts";
import { conversation } from "./measure-conversation.ts";
import { kills } from "./measure-kills.ts";
import { publishers } from "./measure-publishers.ts";
import { oneInstallation, pushes } from "./measure-pushes.ts";
import { memory, start } from "./measure-rest.ts";

const MEASUREMENTS = [pushes, oneInstallation, burst, kills, memory, start, publishers, conversation, action];
const NAMES = MEASUREMENTS.map(({ name }) => name);

const tell = (text: string) => process.stderr.write(`${text}\n`);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) {
  tell(`There is no ${unknown.join(", ")}. Usage: node bench/app/main.ts [${NAMES.join(" | ")}]…`);
  process.exit(2);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const chosen = MEASUREMENTS.filter(({ name }) => asked.length === 0 || asked.includes(name));
const rows: string[] = [];
for (const { name, measure } of chosen) {
  tell(`${name} …`);
  for (const { what, value } of await measure((text) => tell(`  ${text}`))) {
    rows.push(`| ${what} | ${value} |`);
  }
}
process.stdout.write(
  `\`node bench/app/main.ts ${asked.join(" ")}\` on ${cpus().length} cores, GitHub and registries of the sandbox on the same machine:\n\n`,
);
process.stdout.write(`| | |\n| --- | --- |\n${rows.join("\n")}\n`);
