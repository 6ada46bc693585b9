import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { WorkflowRun } from "../../../sandbox/github/actions/workflow-run.ts";
import type { RunReport } from "../../../src/reconcile/report.ts";
import { image, report } from "../../cli/reports.ts";
import { HOSTILE, htmlOf, livelyTextOf, tagsOf } from "../../github/report/render/html.ts";
import { type House, openHouse } from "./open-house.ts";
import { WORKFLOW } from "./publish.ts";
import { beginJob, dispatched, endAll, finish, leaveFile, leaveResult, zipOf } from "./run-by-hand.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse({ publisher: "actions" });
});

afterEach(() => endAll(house));

afterAll(() => house[Symbol.asyncDispose]());

const REDIS = "docker.io/library/redis:7";
const done = report([image()], { copied: 1, bytes: 12_345_678 });

it.each<readonly [name: string, leave: (run: WorkflowRun) => unknown, words: RegExp]>([
  ["is missing", () => {}, /“ghcr-mirror-1-0” is not there/],
  ["has expired", leaveExpired, /“ghcr-mirror-1-0” is not there/],
  ["was cut off", leaveTruncated, /no ZIP archive, or a part of one/],
  ["is of another run", leaveOthers, /it is the result of another run/],
  ["is too large to be fetched", leaveLarge, /larger than 8388608 bytes/],
  ["unpacks to gigabytes", leaveBomb, /larger than 33554432 bytes/],
])("a result that %s says nothing, and the check run says so", async (name, leave, words) => {
  const repository = await house.repository(name.replaceAll(" ", "-"), WORKFLOW);
  const { run, check } = await dispatched(house, repository, REDIS);
  beginJob(run);
  await leave(run);
  run.complete("success");
  await house.settled(1);
  expect(check()).toMatchObject({ conclusion: "failure", title: "The workflow left no result (run 1)" });
  expect(check()?.summary).toMatch(words);
  expect(check()?.summary).toContain("/actions/runs/");
});

it("nothing in a result is more than words in the check run", async () => {
  const repository = await house.repository("hostile", WORKFLOW);
  const tell = async (tag: string, values: readonly string[]) => {
    const { run, check } = await dispatched(house, repository, `docker.io/library/a:${tag}`);
    await finish(house, run, reportOf(values));
    const { title: headline = "", summary = "", text = "" } = check() ?? {};
    // What the job says nothing of goes on some minutes later.
    const title = headline.replace(/until \S+/, "later");
    // Which packages are new, nobody sees of images that cannot be.
    return { title, summary: summary.replace(/### Good to know.*?(?=When that)/s, ""), text };
  };
  const harmless = await tell(
    "1",
    HOSTILE.map((_, at) => `word-${at}`),
  );
  const hostile = await tell("2", HOSTILE);
  expect(hostile.title).toBe(harmless.title);
  for (const part of ["summary", "text"] as const) {
    // A remedy may have code and links in it; what such a link is called is where it leads.
    expect(blocksOf(hostile[part])).toEqual(blocksOf(harmless[part]));
    const evil = linksOf(hostile[part]).filter(({ url }) => url.includes("evil"));
    expect(evil.map(({ words }) => words)).toEqual(evil.map(({ url }) => url));
    expect(livelyTextOf(hostile[part])).not.toMatch(/@\w|#\d|GH-\d/);
    expect(hostile[part]).not.toContain("<!--");
  }
});

const blocksOf = (markdown: string) => tagsOf(markdown).filter((tag) => tag !== "a" && tag !== "code");

function linksOf(markdown: string) {
  const links = htmlOf(markdown).matchAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g);
  return [...links].map(([, url = "", words = ""]) => ({ url, words: words.replaceAll("&#58;", ":") }));
}

/** Each value wherever a report may hold a text. */
function reportOf(values: readonly string[]): RunReport {
  const images = values.flatMap((value, at) => {
    // Other characters are taken for a mistake there.
    const name = value.replaceAll(/[^!-~]/g, "_");
    const source = `docker.io/${name}`;
    const destination = `ghcr.io/acme/${name}:${at}`;
    const common = { source, destination, reason: value, platforms: [value] };
    const error = { code: "DENIED", side: "destination", message: value, remedy: value } as const;
    return [
      image(common),
      image({ ...common, destination: `${destination}-failed`, result: "failed", error }),
      image({ ...common, destination: `${destination}-same`, action: "up-to-date", result: "skipped" }),
    ];
  });
  const unmatched = values.map((value) => ({
    source: `docker.io/${value.replaceAll(/[^!-~]/g, "_")}`,
    pattern: value,
  }));
  return { ...report(images, { copied: 1, failed: 1, upToDate: 1 }), unmatched };
}

async function leaveExpired(run: WorkflowRun): Promise<void> {
  await leaveResult(run, done);
  run.artifacts.at(-1)?.expire();
}

async function leaveTruncated(run: WorkflowRun): Promise<void> {
  const zip = await zipOf(JSON.stringify({ version: 1, run: run.inputs["run"] }));
  run.addArtifact("ghcr-mirror-1-0", zip.subarray(0, zip.length / 2));
}

async function leaveOthers(run: WorkflowRun): Promise<void> {
  const result = { version: 1, run: crypto.randomUUID(), part: 0, parts: 1, report: done };
  await leaveFile(run, JSON.stringify(result));
}

function leaveLarge(run: WorkflowRun): void {
  run.addArtifact("ghcr-mirror-1-0", Buffer.alloc(9 * 1024 * 1024));
}

async function leaveBomb(run: WorkflowRun): Promise<void> {
  run.addArtifact("ghcr-mirror-1-0", await zipOf(" ".repeat(40 * 1024 * 1024)));
}
