import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { status } from "../../../sandbox/github/fault-acts.ts";
import type { FileContent } from "../../../sandbox/github/repositories/git/file-content.ts";
import { textOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

async function pushFile(name: string, files: Readonly<Record<string, FileContent>>) {
  const repository = await house.repository(name);
  const sha = await repository.commit({ files });
  await house.settled();
  const [check] = repository.checks.runsOf(sha);
  return { repository, check };
}

describe("a config that is wrong", () => {
  it("is marked at its line and column, and the corrected one is applied", async () => {
    house.stock("library/mended", "1");
    const text = textOf("docker.io/library/mended:1", "source: docker.io/library/other", "  tag: v2");
    const broken = text.replace("  -   tag", "    tag");
    const { repository, check } = await pushFile("mended", { ".github/mirror.yml": broken });
    expect(check).toMatchObject({
      status: "completed",
      conclusion: "failure",
      title: "1 problem in .github/mirror.yml",
    });
    expect(check?.annotations).toEqual([
      {
        path: ".github/mirror.yml",
        start_line: 5,
        end_line: 5,
        start_column: 5,
        end_column: 7,
        annotation_level: "failure",
        title: "mirrors[1].tag",
        message: expect.stringContaining("tags"),
      },
    ]);
    expect(check?.summary).toContain("Nothing was copied: `.github/mirror.yml` has to be put right first.");
    expect(house.ghcr.store.repositories()).not.toContain("acme/mended");

    const mended = await house.apply(repository, "docker.io/library/mended:1");
    expect(mended).toMatchObject({ conclusion: "success" });
  });

  it("has more than 50 problems: all are told, none twice, though a request fails in between", async () => {
    const wrong = Array.from({ length: 120 }, (_, index) => `docker.io/library/Wrong-${index}:1`);
    const isSecond = ({ body }: { body: unknown }) =>
      /"annotations":\[{[^{]*"start_line":53/.test(JSON.stringify(body));
    house.github.faults.add({ when: isSecond, act: status(502) });
    const { check } = await pushFile("hundreds", { ".github/mirror.yml": textOf(...wrong) });
    expect(house.github.faults.pending).toEqual([]);
    expect(check).toMatchObject({ conclusion: "failure", title: "120 problems in .github/mirror.yml" });
    expect(check?.annotations.map(({ start_line }) => start_line)).toEqual(
      wrong.map((_, index) => index + 3),
    );
    const updates = house.github.requests.filter(
      ({ method, repository }) => method === "PATCH" && repository === "acme/hundreds",
    );
    expect(updates.map((request) => request.status)).toEqual([200, 502, 200, 200]);
  });

  it.each<[what: string, files: Readonly<Record<string, FileContent>>, message: RegExp]>([
    [
      "twice",
      {
        ".github/mirror.yml": textOf("docker.io/library/a:1"),
        ".github/mirror.yaml": textOf("docker.io/library/a:1"),
      },
      /there is \.github\/mirror\.yml, and there is \.github\/mirror\.yaml\nkeep one of the two/,
    ],
    ["link", { ".github/mirror.yml": { symlink: "../README.md" } }, /is a symbolic link, not a file/],
    ["folder", { ".github/mirror.yml/a": "" }, /is a folder, not a file/],
    ["large", { ".github/mirror.yml": `# ${"x".repeat(2 ** 20)}` }, /is over 1 MiB/],
    ["latin", { ".github/mirror.yml": Buffer.from("version: 1 # caf\xe9", "latin1") }, /is not UTF-8 text/],
    ["empty", { ".github/mirror.yml": "" }, /./],
    [
      "elsewhere",
      { ".github/mirror.yml": textOf("{ source: docker.io/library/a, to: ghcr.io/other/a }") },
      /`ghcr\.io\/other\/a` may not be written: the App is not installed for `other`/,
    ],
    [
      "other-registry",
      { ".github/mirror.yml": textOf("{ source: docker.io/library/a, to: quay.io/acme/a }") },
      /quay\.io/,
    ],
  ])("is refused: %s", async (name, files, message) => {
    const { check } = await pushFile(`refused-${name}`, files);
    expect(check).toMatchObject({ status: "completed", conclusion: "failure" });
    expect(check?.annotations).toMatchObject([{ message: expect.stringMatching(message) }]);
    expect(house.ghcr.store.hasRepository("acme/a")).toBe(false);
  });

  it("is not told twice by a push that leaves it as it is", async () => {
    const { repository } = await pushFile("still-wrong", { ".github/mirror.yml": "version: 2\n" });
    const sha = await repository.commit({ files: { "README.md": "changed" } });
    await house.settled();
    expect(repository.checks.runsOf(sha)).toEqual([]);
  });
});
