import { text } from "node:stream/consumers";
import { fromBuffer } from "yauzl";

/** The files of a ZIP archive by name, in order of names, as text. */
export async function readZip(zip: Buffer | undefined): Promise<Readonly<Record<string, string>>> {
  if (!zip) throw new Error("there is no archive");
  const files: [string, string][] = [];
  await new Promise<void>((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true }, (error, archive) => {
      if (error) return reject(error);
      archive.on("entry", (entry) => {
        archive.openReadStream(entry, async (failure, stream) => {
          if (failure) return reject(failure);
          files.push([entry.fileName, await text(stream)]);
          archive.readEntry();
        });
      });
      archive.on("error", reject).on("end", resolve);
      archive.readEntry();
    });
  });
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}
