import { buffer } from "node:stream/consumers";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";

/** Files looked at before one is given up: an artifact of ours has one. */
const MOST_ENTRIES = 20;

/** An archive that cannot be read, or does not hold what it should. The message says why. */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";
}

/**
 * One file of a ZIP archive, by its name. Nothing in the archive is believed: what unpacks to more than `limit` bytes is not unpacked.
 *
 * @throws ArchiveError
 */
export async function unzipFile(archive: Buffer, name: string, limit: number): Promise<Buffer> {
  const zip = await fromBufferPromise(archive, { lazyEntries: true }).catch((cause: unknown) => {
    throw new ArchiveError("the artifact is no ZIP archive, or a part of one", { cause });
  });
  const entry = await findEntry(zip, name);
  if (entry.uncompressedSize > limit) throw new ArchiveError(`${name} is larger than ${limit} bytes`);
  if (entry.isEncrypted()) throw new ArchiveError(`${name} is encrypted`);
  try {
    // The stream ends with an error where it has another size than it says.
    return await buffer(await zip.openReadStreamPromise(entry));
  } catch (cause) {
    throw new ArchiveError(`${name} cannot be unpacked`, { cause });
  }
}

async function findEntry(zip: ZipFile, name: string): Promise<Entry> {
  let entries = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName === name) return entry;
      entries += 1;
      if (entries >= MOST_ENTRIES) break;
    }
  } catch (cause) {
    throw new ArchiveError("the list of files in the artifact is broken", { cause });
  }
  throw new ArchiveError(`there is no ${name} in the artifact`);
}
