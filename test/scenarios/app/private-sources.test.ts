import { afterAll, beforeAll, expect, it } from "vitest";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { readZip } from "../../sandbox/github/actions/runner/read-zip.ts";
import { configOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";
import { publish } from "./publish.ts";

const PASSWORD = "dckr_pat_only-the-job-knows-it";
const LOGIN = Buffer.from(`ada:${PASSWORD}`).toString("base64");
const DOCKER_CONFIG = JSON.stringify({ auths: { "https://index.docker.io/v1/": { auth: LOGIN } } }, null, 2);

let house: House;

beforeAll(async () => {
  house = await openHouse({
    publisher: "auto",
    accounts: { ada: PASSWORD },
    machine: { secrets: new Map([["acme/trusted", { MIRROR_DOCKER_CONFIG: DOCKER_CONFIG }]]) },
    ghcr: { refuseInstallationTokens: true },
  });
  for (const name of ["acme/closed", "acme/hidden"]) {
    house.stock(name, "1");
    house.hub.store.setVisibility(name, "private");
  }
});

afterAll(() => house[Symbol.asyncDispose]());

/** What the job of a repository has left for people and for the App. */
async function leftBy(repository: Repository): Promise<readonly string[]> {
  const [run] = house.github.actions.of(repository).runs;
  const [job] = run?.jobs ?? [];
  const [artifact] = run?.artifacts ?? [];
  const { log = "", summary = "" } = { log: job?.logText, summary: job?.summary };
  return [log, summary, JSON.stringify(await readZip(artifact?.zip))];
}

/** What the App says, stores and sends. */
async function knownToApp(check: CheckRun): Promise<readonly string[]> {
  const tables = await house.rows<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('ghcr_mirror', 'pgboss') and table_type = 'BASE TABLE'`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const rows = await Promise.all(tables.map(({ name }) => house.rows(`select * from ${name}`)));
  const sent = house.github.requests.filter(({ actor }) => actor?.kind !== "job");
  const output = [check.title, check.summary, check.text];
  return [house.log(), ...[rows, output, sent, house.github.hooks.log].map((each) => JSON.stringify(each))];
}

/** What was shown to registries as a password, or as what stands for one. */
function shownToRegistries(): readonly string[] {
  return [house.hub, house.ghcr]
    .flatMap(({ requests }) =>
      requests.flatMap(({ authorization = "" }) => authorization.split(" ").slice(1)),
    )
    .flatMap((shown) => [shown, ...Buffer.from(shown, "base64").toString().split(":").slice(1)]);
}

it("a private source is read with the secret of its repository, which nobody but the job gets to know", async () => {
  const repository = await house.repository("trusted");
  const check = await publish(house, repository, configOf("docker.io/acme/closed:1"));
  expect(check).toMatchObject({
    conclusion: "success",
    title: expect.stringMatching(/^Synced: 1 copied \(/),
  });

  const shown = shownToRegistries();
  // What is looked for was there: the login at Docker Hub, the token of the job at GHCR.
  expect(shown).toEqual(expect.arrayContaining([LOGIN, PASSWORD, expect.stringMatching(/^ghs_/)]));
  const secrets = new Set(shown.filter((text) => text.length > 8));
  const said = [...(await leftBy(repository)), ...(await knownToApp(check))];
  expect(said.join("").length).toBeGreaterThan(20_000);
  expect([...secrets].filter((secret) => said.some((text) => text.includes(secret)))).toEqual([]);
  // Nor does the runner have anything to hide of what the program itself has written.
  const [log = "", summary] = said;
  expect([log.slice(log.indexOf("exec node")), summary].join("")).not.toContain("***");
});

it("without the secret, the check run names it", async () => {
  const repository = await house.repository("forgetful");
  const check = await publish(house, repository, configOf("docker.io/acme/hidden:1"));
  expect(check).toMatchObject({ conclusion: "failure", title: "Synced: 1 failed" });
  expect(check.summary).toContain(
    "`docker.io/acme/hidden:1` → `ghcr.io/acme/hidden:1`: failed at the source",
  );
  expect(check.summary).toContain("add its login to the secret `MIRROR_DOCKER_CONFIG` of this repository");
});
