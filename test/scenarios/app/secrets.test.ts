import { expect, it } from "vitest";
import { status } from "../../../sandbox/github/fault-acts.ts";
import { status as registryStatus } from "../../../sandbox/registry/fault-acts.ts";
import { configOf } from "./config-of.ts";
import { openHouse } from "./open-house.ts";

const TABLES = ["deliveries", "runs", "run_items", "applied_configs", "mirrored_images", "visits"];

it("no secret is in anything that the App says, stores or answers", async () => {
  await using house = await openHouse();
  house.stock("library/a", "1");
  const repository = await house.repository("mirrors");
  const apply = (...mirrors: readonly string[]) => house.apply(repository, ...mirrors);

  await apply("docker.io/library/a:1");
  await apply("docker.io/library/a:1", "source: [");
  // Errors, of which each could quote what was sent.
  for (const code of [400, 401, 403, 500]) {
    house.github.faults.add({ act: status(code, "Bad credentials") });
    house.ghcr.faults.add({ act: registryStatus(code, { body: "no" }) });
    house.stock("library/a", `${code}`);
    await repository.commit({ files: configOf(`docker.io/library/a:${code}`) });
    await house.settled(1);
    house.github.faults.clear();
    house.ghcr.faults.clear();
  }
  const answers = await Promise.all(
    ["/", "/healthz", "/readyz", "/api/github/webhooks", "/nothing"].map(async (path) => {
      const get = await fetch(`${house.url}${path}`);
      const signature = { "x-hub-signature-256": `sha256=${"0".repeat(64)}`, "x-github-event": "push" };
      const post = await fetch(`${house.url}${path}`, { method: "POST", body: "{}", headers: signature });
      return [await get.text(), await post.text(), JSON.stringify([...get.headers, ...post.headers])];
    }),
  );
  await house.settled();

  const sent = house.github.requests.filter(({ path }) => !path.includes("access_tokens"));
  const rows = await Promise.all(
    [...TABLES.map((table) => `ghcr_mirror.${table}`), "pgboss.job"].map((table) =>
      house.rows(`select * from ${table}`),
    ),
  );
  const said = [
    house.log(),
    JSON.stringify(rows),
    JSON.stringify(answers),
    JSON.stringify(sent.map(({ path, body }) => ({ path, body }))),
    house.github.violations.join(),
  ].join("\n");

  const shown = [...house.credentials].map((given) => given.replace(/^\S+ /, ""));
  const atRegistries = [house.ghcr, house.hub].flatMap(({ requests }) =>
    requests.flatMap(({ authorization }) => authorization?.replace(/^\S+ /, "") ?? []),
  );
  const inBasic = atRegistries.flatMap((text) => Buffer.from(text, "base64").toString().split(":").slice(1));
  const keyLines = house.github.app.privateKey.split("\n").filter((line) => line.length > 40);
  const tokens = inBasic.filter((text) => text.startsWith("ghs_"));
  // What is looked for is there at all.
  expect(shown.filter((text) => text.startsWith("ey")).length).toBeGreaterThan(0);
  expect(shown.filter((text) => text.startsWith("ghs_")).length).toBeGreaterThan(0);
  expect(tokens.length).toBeGreaterThan(0);
  expect(keyLines.length).toBeGreaterThan(10);
  expect(said.length).toBeGreaterThan(20_000);

  const secrets = new Set([
    house.github.app.webhookSecret,
    ...keyLines,
    ...shown,
    ...atRegistries,
    ...tokens,
  ]);
  // Signatures end a token; a part of one would do, too.
  const parts = [...secrets].flatMap((secret) => [secret, secret.slice(-40)]);
  expect(parts.filter((part) => said.includes(part))).toEqual([]);
});
