import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pruneApi } from "./openapi/prune-api.ts";
import { pruneWebhooks } from "./openapi/prune-webhooks.ts";
import { OPERATIONS, WEBHOOKS } from "./openapi/selection.ts";
import { toText } from "./openapi/to-text.ts";

/**
 * Cuts GitHub's API description down to what the sandbox serves. Run by hand, when GitHub's API or our use of it changes:
 *
 *     node scripts/prune-openapi.ts <folder of @octokit/openapi> <folder of @octokit/openapi-webhooks>
 */
const [api, webhooks] = process.argv.slice(2);
if (api === undefined || webhooks === undefined) {
  console.error("usage: node scripts/prune-openapi.ts <@octokit/openapi> <@octokit/openapi-webhooks>");
  process.exit(2);
}

const contract = new URL("../sandbox/github/contract/", import.meta.url);
const readDescription = async (folder: string) =>
  JSON.parse(await readFile(join(folder, "generated", "api.github.com.json"), "utf8"));

await writeFile(
  new URL("operations.json", contract),
  toText(pruneApi(await readDescription(api), OPERATIONS)),
);
await writeFile(
  new URL("webhooks.json", contract),
  toText(pruneWebhooks(await readDescription(webhooks), WEBHOOKS)),
);
