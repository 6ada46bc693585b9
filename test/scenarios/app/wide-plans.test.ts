import { afterAll, beforeAll, expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { listen, writesOf } from "./listen.ts";
import { type House, openHouse } from "./open-house.ts";
import { propose } from "./propose.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
/** Names as long as people make them. */
const nameOf = (n: number) => `library/${"a-rather-long-name-".repeat(4)}image-${n}`;
/** What GitHub takes as a summary, a text or a comment. */
const MOST_CHARACTERS = 65_535;

it("300 changed images in one plan: all are counted, most are listed, and few pulls are spent", async () => {
  for (const n of numbers(300)) house.stock(nameOf(n), "1");
  const repository = await house.repository("wide");
  const pulls = house.hub.pulls;
  const asked = listen(house, repository);
  const mirrors = numbers(300).map((n) => `{ source: docker.io/${nameOf(n)}:1, to: ${nameOf(n)} }`);
  const { check, checks, comments, push } = await propose(house, repository, configOf(...mirrors));
  expect(check()).toMatchObject({
    conclusion: "success",
    title: expect.stringMatching(/^Plan: 300 to copy \(at least .+, 300 Docker Hub pulls\)$/),
  });
  const { summary = "", text = "" } = check();
  const [comment] = comments();
  for (const words of [summary, text, comment?.body ?? ""]) {
    expect(words.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(Buffer.byteLength(words)).toBeLessThanOrEqual(60_000);
  }
  // What is left out is counted, and the way on stands below it.
  const listed = summary.match(/^\| \+ \|/gm)?.length ?? 0;
  const [, more] = summary.match(/… and (\d+) more/) ?? [];
  expect(listed).toBeGreaterThan(150);
  expect(listed + Number(more)).toBe(300);
  expect(summary).toMatch(/To save pulls, 275 of these images were not looked into\./);
  for (const words of [summary, comment?.body]) expect(words).toContain("Recompute: `/mirror plan`");
  expect(check().annotations).toHaveLength(200);
  expect(new Set(check().annotations.map(({ start_line }) => start_line)).size).toBe(200);

  expect(house.hub.pulls - pulls).toBeLessThanOrEqual(25);
  // In portions of 50 annotations.
  expect(writesOf(asked).length).toBeLessThanOrEqual(6);
  expect(asked().length).toBeLessThan(20);

  // Looked at again, and with one image more, it comes to the same at no further pull, or one.
  const spent = house.hub.pulls;
  const body = comment?.body;
  repository.pressAction(check().id, "plan");
  await house.settled();
  expect(checks()).toHaveLength(2);
  expect({ summary, text }).toEqual({ summary: check().summary, text: check().text });
  expect(comment?.body).toBe(body);
  expect(house.hub.pulls).toBe(spent);
  house.stock("library/one-more", "1");
  await push(configOf(...mirrors, "docker.io/library/one-more:1"));
  expect(check().title).toMatch(/^Plan: 301 to copy/);
  expect(comments()).toHaveLength(1);
  expect(house.hub.pulls - spent).toBeLessThanOrEqual(1);
});

it("a tag list of 1,000 under one line is one annotation, and one row each as far as there is room", async () => {
  for (const n of numbers(1000)) house.stock("library/tagged", `1.${n}`, "one and the same");
  const repository = await house.repository("tagged");
  const pulls = house.hub.pulls;
  const { check, comments } = await propose(
    house,
    repository,
    configOf("{ source: docker.io/library/tagged, tags: ['1.*'] }"),
  );
  expect(check().title).toMatch(/^Plan: 1000 to copy \(3\.4 kB, 1 Docker Hub pull\)$/);
  expect(check().annotations).toMatchObject([
    { start_line: 3, message: expect.stringContaining("… and 990 more") },
  ]);
  expect(comments()[0]?.body.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  expect(house.hub.pulls - pulls).toBe(1);
});
