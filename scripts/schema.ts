import { readFile, writeFile } from "node:fs/promises";
import { policySchema } from "../src/config/policy/policy-schema.ts";
import { configSchema } from "../src/config/schema.ts";

/** Writes the JSON Schemas of config and policy files for editors; with `--check`, only says whether the written ones are current. */
const schemas = { "mirror.schema.json": configSchema, "mirror-policy.schema.json": policySchema };

for (const [name, schema] of Object.entries(schemas)) {
  const file = new URL(`../schema/${name}`, import.meta.url);
  const current = `${JSON.stringify(schema, undefined, 2)}\n`;
  if (!process.argv.includes("--check")) {
    await writeFile(file, current);
  } else if ((await readFile(file, "utf8").catch(() => "")) !== current) {
    console.error(`schema/${name} is stale: run \`npm run schema\` and commit the result`);
    process.exitCode = 1;
  }
}
