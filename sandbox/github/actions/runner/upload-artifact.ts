import { glob, readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import type { StandInScene } from "./stand-in.ts";

/** Plays https://github.com/actions/upload-artifact: packs files and gives them to the run. */
export async function uploadArtifact({
  inputs,
  run,
  log,
  folder,
}: StandInScene): Promise<Record<string, string>> {
  const { name = "artifact", path = "", overwrite = "false" } = inputs;
  if (path.trim() === "") throw new Error("Input required and not supplied: path");
  if (/["<>|*?:\r\n/\\]/.test(name)) throw new Error(`The artifact name is not valid: ${name}.`);
  const { root, files } = await findFiles(path, folder, inputs["include-hidden-files"] === "true");
  if (files.length === 0) return tellNothingFound(path, inputs["if-no-files-found"] ?? "warn", log);
  const former = run.artifacts.findIndex((artifact) => artifact.name === name);
  if (former >= 0 && overwrite !== "true") {
    throw new Error(
      "Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run",
    );
  }
  const zip = await pack(root, files);
  if (former >= 0) run.artifacts.splice(former, 1);
  const artifact = run.addArtifact(name, zip);
  log.write(`Artifact ${name} has been successfully uploaded! Final size is ${zip.length} bytes.`);
  return {
    "artifact-id": String(artifact.id),
    "artifact-url": `${run.htmlUrl}/artifacts/${artifact.id}`,
    "artifact-digest": artifact.digest.replace(/^sha256:/, ""),
  };
}

function tellNothingFound(path: string, manner: string, log: StandInScene["log"]): Record<string, string> {
  const message = `No files were found with the provided path: ${path}. No artifacts will be uploaded.`;
  if (manner === "error") throw new Error(message);
  log.write(manner === "warn" ? `##[warning]${message}` : message);
  return {};
}

/** The files of all patterns, one a line, `!` before those that are not meant; and the folder that their names begin below. */
async function findFiles(patterns: string, folder: string, withHidden: boolean) {
  const lines = patterns
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const excluded = lines.filter((line) => line.startsWith("!")).map((line) => resolve(folder, line.slice(1)));
  const searched = lines.filter((line) => !line.startsWith("!")).map((line) => resolve(folder, line));
  const found = new Set<string>();
  const roots: string[] = [];
  for (const pattern of searched) {
    roots.push(await rootOf(pattern));
    for (const file of await filesOf(pattern)) found.add(file);
  }
  for (const pattern of excluded) for (const file of await filesOf(pattern)) found.delete(file);
  const root = roots.reduce(commonFolder);
  const isHidden = (file: string) =>
    relative(root, file)
      .split(sep)
      .some((part) => part.startsWith("."));
  return { root, files: [...found].filter((file) => withHidden || !isHidden(file)).sort() };
}

/** What names are relative to: the folder itself, that of a file, or that before the first wildcard. */
async function rootOf(pattern: string): Promise<string> {
  const wildcard = pattern.search(/[*?[]/);
  if (wildcard >= 0) return dirname(`${pattern.slice(0, wildcard)}x`);
  return (await isFolder(pattern)) ? pattern : dirname(pattern);
}

async function filesOf(pattern: string): Promise<string[]> {
  if (await isFolder(pattern)) {
    const entries = await readdir(pattern, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  }
  const files: string[] = [];
  for await (const path of glob(pattern)) if (!(await isFolder(path))) files.push(path);
  return files;
}

function commonFolder(a: string, b: string): string {
  return b === a || b.startsWith(`${a}${sep}`) ? a : commonFolder(dirname(a), b);
}

const isFolder = async (path: string) => (await stat(path).catch(() => undefined))?.isDirectory() ?? false;

async function pack(root: string, files: readonly string[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const file of files) zip.addFile(file, relative(root, file) || basename(file));
  const bytes = buffer(zip.outputStream);
  // A file that cannot be read is told by the archive, not by its stream.
  const failed = new Promise<never>((_, reject) => zip.once("error", reject));
  zip.end();
  return Promise.race([bytes, failed]);
}
