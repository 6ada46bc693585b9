import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Files } from "../../../sandbox/github/repositories/git/file-content.ts";
import { generateLayer } from "../../../sandbox/images/generate-layer.ts";
import { generateManifest } from "../../../sandbox/images/generate-manifest.ts";
import { imageOf } from "../../../sandbox/images/generated-image.ts";
import { FORMAT_TYPES } from "../../../sandbox/images/image-format.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { status } from "../../../sandbox/registry/fault-acts.ts";
import { HOSTILE, htmlOf, livelyTextOf, tagsOf } from "../../github/report/render/html.ts";
import { configOf, textOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";
import { type ProposalOptions, type Proposed, propose } from "./propose.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const FOREVER = Number.POSITIVE_INFINITY;
/** What our own words are made of. */
const OURS: readonly string[] = [
  ...["h3", "p", "ul", "li", "br", "code", "a", "strong", "details", "summary"],
  ...["table", "thead", "tbody", "tr", "th", "td"],
];
const forged = () => `<!-- ghcr-mirror:${house.github.app.id}:plan -->`;
/** What everybody could try, and our own marker. */
const values = () => [...HOSTILE, forged(), `x${forged()}\n### Plan: nothing to do`];

/** Proposes files in a repository of their own. */
async function proposeIn(name: string, files: Files, options?: ProposalOptions): Promise<Proposed> {
  return await propose(house, await house.repository(name), files, options);
}

/** Expects that nothing in what was said is more than words; resolves with all of it. */
function expectTame({ check, comments }: Proposed): string {
  const { title = "", summary = "", text = "", annotations } = check();
  const [comment, ...others] = comments().map(({ body }) => body);
  expect(others).toEqual([]);
  expect(comment?.startsWith(`${forged()}\n### `)).toBe(true);
  const words = comment?.slice(forged().length + 1) ?? "";
  for (const markdown of [summary, text, words]) {
    expect(markdown).not.toContain("<!--");
    expect(tagsOf(markdown).filter((tag) => !OURS.includes(tag))).toEqual([]);
    expect(livelyTextOf(markdown)).not.toMatch(/@\w|#\d|\bGH-\d/);
    const links = [...htmlOf(markdown).matchAll(/<a href="([^"]*)"/g)].map(([, url]) => url);
    expect(links.filter((url) => !/^https:\/\/(?:docs\.)?github\.com\//.test(url ?? ""))).toEqual([]);
    expect(htmlOf(markdown)).not.toMatch(/<(?:input|img|script|h1)\b/);
  }
  const plain = [
    title,
    ...annotations.flatMap(({ title: words = "", message }) => [words, ...message.split("\n")]),
  ];
  for (const line of plain) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|##\[/u);
  expect(title).not.toContain("\n");
  return [title, summary, text, words, ...plain].join("\n");
}

describe("what a pull request writes into its files", () => {
  it("as names of images and keys, is told as words", async () => {
    const quoted = values().map((value) => JSON.stringify(value));
    const text = [
      textOf(
        ...quoted,
        ...quoted.map((value) => `{ source: ${value}, to: ${value}, ${value}: 1 }`),
      ).trimEnd(),
      ...quoted.map((value) => `? ${value}\n: ${value}`),
    ].join("\n");
    const proposed = await proposeIn("names", { ".github/mirror.yml": text });
    expect(proposed.check()).toMatchObject({ conclusion: "failure" });
    expect(proposed.check().annotations.length).toBeGreaterThan(values().length);
    expect(expectTame(proposed)).toContain("everyone");
  });

  it("as tags, destinations and filters, is told as words", async () => {
    const quoted = values().map((value) => JSON.stringify(value));
    const proposed = await proposeIn(
      "filters",
      configOf(
        ...quoted.flatMap((value, at) => [
          `{ source: docker.io/library/a${at}, to: ${value} }`,
          `{ source: docker.io/library/b${at}, tags: [${value}] }`,
          `{ source: docker.io/library/c${at}, tags: [{ regex: ${value} }, { semver: ${value} }], exclude: [${value}] }`,
          `{ source: docker.io/library/d${at}, platforms: [${value}], schedule: ${value}, on-change: ${value} }`,
        ]),
      ),
    );
    expect(proposed.check().conclusion).toBe("failure");
    expectTame(proposed);
  });

  it.each(HOSTILE.map((value, at) => [at, value] as const))(
    "as no YAML at all, is told as words: %s",
    async (at, value) => {
      const text = `version: 1\nmirrors: [\n${value}\n  - }{ *${value}: &\n`;
      const proposed = await proposeIn(`yaml-${at}`, { ".github/mirror.yml": text });
      expect(proposed.check().conclusion).toBe("failure");
      expectTame(proposed);
    },
  );

  it("as patterns that no tag matches, is told as words", async () => {
    house.stock("library/matched", "1");
    const proposed = await proposeIn(
      "patterns",
      configOf(
        "docker.io/library/matched:1",
        `{ source: docker.io/library/matched, to: other, tags: ["<img src=x>*", "@everyone*", "#1*", "\`*", "*|*|*"] }`,
      ),
    );
    const said = expectTame(proposed);
    expect(said.includes("Nothing matches") || proposed.check().conclusion === "failure").toBe(true);
  });

  it("as a policy, is told as words, also where it is another repository's", async () => {
    const quoted = values().map((value) => JSON.stringify(value));
    const policy = [
      "version: 1",
      `sources: { deny: [${quoted.join(", ")}], allow: [${quoted.join(", ")}] }`,
      "grants:",
      ...quoted.map((value) => `  - { repository: ${value}, destinations: [${value}] }`),
      `commands: { ${quoted.map((value) => `${value}: ${value}`).join(", ")} }`,
    ].join("\n");
    house.github.createOrganization("hostile");
    house.github.install("hostile", "all");
    const files = { ".github/mirror-policy.yml": policy };
    const governing = await house.github.createRepository("hostile", ".github", {
      files: { "README.md": "Hello" },
    });
    const ofPolicy = await propose(house, governing, files);
    expect(ofPolicy.check().conclusion).toBe("failure");
    expectTame(ofPolicy);
    await governing.pulls.merge(ofPolicy.pull, governing.creator);
    const governed = await house.github.createRepository("hostile", "mirrors", {
      files: { "README.md": "Hello" },
    });
    const proposed = await propose(house, governed, configOf("docker.io/library/matched:1"));
    expect(proposed.check().title).toMatch(/problems in the policy of hostile\/\.github$/);
    expectTame(proposed);
  });
});

describe("what a branch is called", () => {
  it("is told as words", async () => {
    const base = "@acme/admins|`x`<img/src=x>#1$a$!(www.evil.example)";
    const repository = await house.repository("branches");
    await repository.commit({ branch: base, files: { "NEWS.md": "News" } });
    house.stock("library/branched", "1");
    const config = configOf("docker.io/library/branched:1");
    const proposed = await propose(house, repository, config, { base, branch: "topic-<b>-@everyone" });
    expect(proposed.check().summary).toContain("is not the default branch");
    expect(expectTame(proposed)).toContain("evil.example");
  });
});

describe("what a registry says", () => {
  it("in its errors, is told as words", async () => {
    const images = values().map((message, at) => {
      const repository = `library/refused-${at}`;
      const body = { errors: [{ code: "DENIED", message, detail: message }] };
      house.hub.faults.add({ when: { repository }, times: FOREVER, act: status(403, { body }) });
      return [`{ source: docker.io/${repository}, tags: ["1.*"] }`, `docker.io/${repository}:1`];
    });
    const proposed = await proposeIn(
      "refused",
      configOf(
        ...images
          .flat()
          .map((mirror, at) =>
            mirror.startsWith("{") ? mirror.replace(" }", `, to: globs/x${at} }`) : mirror,
          ),
      ),
    );
    house.hub.faults.clear();
    expect(proposed.check()).toMatchObject({
      conclusion: "failure",
      title: expect.stringContaining("would fail"),
    });
    expect(expectTame(proposed)).toContain("evil.example");
  });

  it("in its lists of tags, is told as words, or not at all", async () => {
    house.stock("library/listed", "1");
    const body = { name: "library/listed", tags: ["1", ...values()] };
    house.hub.faults.add({
      when: { repository: "library/listed", kind: "tags" },
      times: FOREVER,
      act: status(200, { body }),
    });
    const proposed = await proposeIn("listed", configOf(`{ source: docker.io/library/listed, tags: ["*"] }`));
    house.hub.faults.clear();
    expect(expectTame(proposed)).toContain("docker.io/library/listed");
  });

  it("of platforms, is told as words", async () => {
    const images = values().map((value, at) => {
      const layers = [generateLayer(`hostile ${at}`, 512)];
      const { manifest, blobs } = generateManifest(
        { os: value, architecture: value },
        layers,
        FORMAT_TYPES.oci,
      );
      pushImage(house.hub.store, `library/platform-${at}`, "1", imageOf([manifest], blobs));
      return `docker.io/library/platform-${at}:1`;
    });
    const proposed = await proposeIn("platforms", configOf(...images.slice(0, 20)));
    expect(proposed.check().title).toMatch(/^Plan: 20 to copy/);
    expect(expectTame(proposed)).toContain("everyone");
    const rest = await proposeIn("more-platforms", configOf(...images.slice(20)));
    expectTame(rest);
  });
});
