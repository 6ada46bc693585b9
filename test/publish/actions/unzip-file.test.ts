import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { unzipFile } from "../../../src/publish/actions/unzip-file.ts";

async function zip(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const file = new ZipFile();
  for (const [name, content] of Object.entries(files)) file.addBuffer(content, name);
  file.end();
  return await buffer(file.outputStream);
}

const result = Buffer.from('{"version":1}');

describe("unzipFile", () => {
  it("finds a file among others", async () => {
    const archive = await zip({ "a.txt": Buffer.from("a"), "result.json": result });
    expect(await unzipFile(archive, "result.json", 100)).toEqual(result);
  });

  it.each<[string, () => Promise<Buffer>, string]>([
    ["is empty", async () => Buffer.of(), "no ZIP archive"],
    ["is something else", async () => Buffer.from("<html>".repeat(50)), "no ZIP archive"],
    ["was cut", async () => (await zip({ "result.json": result })).subarray(0, 60), "no ZIP archive"],
    ["lacks the file", () => zip({ "other.json": result }), "there is no result.json"],
    [
      "has too many files",
      () => zip(Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`${at}`, result]))),
      "there is no result.json",
    ],
    ["holds a bomb", () => zip({ "result.json": Buffer.alloc(5_000_000) }), "larger than 1000 bytes"],
  ])("refuses an archive that %s", async (_, archive, words) => {
    await expect(unzipFile(await archive(), "result.json", 1000)).rejects.toThrow(words);
  });

  it("does not believe a size that is too small", async () => {
    const archive = await zip({ "result.json": Buffer.alloc(5_000_000) });
    // The size stands in the list of files, 24 bytes behind its signature.
    archive.writeUInt32LE(10, archive.lastIndexOf(Buffer.from("PK\x01\x02", "latin1")) + 24);
    await expect(unzipFile(archive, "result.json", 1000)).rejects.toThrow("cannot be unpacked");
  });
});
