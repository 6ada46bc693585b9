import { readFile, writeFile } from "node:fs/promises";
import { configSchema } from "../src/config/schema.ts";

/** Writes the JSON Schema of config files for editors; with `--check`, only says whether the written one is current. */
const file = new URL("../schema/mirror.schema.json", import.meta.url);
const current = `${JSON.stringify(configSchema, undefined, 2)}\n`;

if (!process.argv.includes("--check")) {
  await writeFile(file, current);
} else if ((await readFile(file, "utf8").catch(() => "")) !== current) {
  console.error("schema/mirror.schema.json is stale: run `npm run schema` and commit the result");
  process.exitCode = 1;
}
