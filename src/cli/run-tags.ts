import type { Entry } from "../config/config.ts";
import { systemClock } from "../oci/clock.ts";
import { formatReference, type Reference } from "../oci/reference.ts";
import { needsTagList } from "../plan/select-tags.ts";
import { groupLines } from "../plan/versions/group-lines.ts";
import { printable, printableJson } from "../text/printable.ts";
import type { CommandLine } from "./command-line.ts";
import { ExitCode } from "./exit-code.ts";
import { loadConfig } from "./load-config.ts";
import { startProgress } from "./progress/progress.ts";
import { renderEntryTags, renderIdle } from "./render/entry-tags.ts";
import { styleFor } from "./render/style.ts";
import type { TagsLayout } from "./render/tags-layout.ts";
import { renderVersionLines } from "./render/version-lines.ts";
import type { TagsRequest } from "./request.ts";
import { type EntryTags, entryTags } from "./tags/entry-tags.ts";
import { type ListTagsOf, listTagsOver } from "./tags/list-tags-of.ts";
import { targetOf } from "./tags/target.ts";
import { configLinesOf, entryOfTrial, type Trial } from "./tags/trial.ts";
import { UsageError } from "./usage-error.ts";

/** Shows what selects the tags of sources, and what does not, or sorts the tags of an image for whoever is to choose. */
export async function runTags(request: TagsRequest, line: CommandLine): Promise<ExitCode> {
  const { trial } = request;
  const target = await targetOf(request.target);
  if ("file" in target) {
    if (trial) throw new UsageError("a selection is tried out on an IMAGE; a FILE has selections of its own");
    return await showConfig(target.file, request, line);
  }
  const { image } = target;
  const code = trial ? await showTrial(image, trial, request, line) : await showLines(image, request, line);
  // A slip in the name of a file reads as an image.
  if (code === ExitCode.failed)
    line.stderr.write(
      `ghcr-mirror: there is no file ${printable(request.target)}, so it was taken for an image\n`,
    );
  return code;
}

async function showConfig(file: string, request: TagsRequest, line: CommandLine): Promise<ExitCode> {
  const loaded = await loadConfig(file, line);
  if (!loaded.config) {
    line.stderr.write(loaded.lines.join(""));
    if (request.json) line.stdout.write(`${printableJson({ problems: loaded.problems })}\n`);
    return ExitCode.usage;
  }
  const entries = await withTags(request, line, (list) =>
    Promise.all(
      loaded.config.entries.map(async (entry) => ({
        ...(await look(entry, list)),
        line: entry.position.line,
      })),
    ),
  );
  return show(entries, [], request, line);
}

async function showTrial(
  image: Reference,
  trial: Trial,
  request: TagsRequest,
  line: CommandLine,
): Promise<ExitCode> {
  const entry = entryOfTrial(image, trial);
  const tags = await withTags(request, line, (list) => look(entry, list));
  return show(
    [tags],
    tags.problem ? [] : ["", "In a config:", ...configLinesOf(image, trial)],
    request,
    line,
  );
}

async function showLines(image: Reference, request: TagsRequest, line: CommandLine): Promise<ExitCode> {
  const source = formatReference(image);
  const { available, problem } = await withTags(request, line, (list) => list(image));
  const layout = layoutOf(request, line);
  if (!available) return show([{ ...NOTHING, source, ...(problem && { problem }) }], [], request, line);
  const sorted = groupLines(available);
  const text = request.json
    ? printableJson({ source, available: available.size, ...sorted })
    : renderVersionLines(source, available.size, sorted, layout).join("\n");
  line.stdout.write(`${text}\n`);
  return ExitCode.ok;
}

const NOTHING = { rules: [], left: [], tags: [] };

/** An entry that names its tags needs no list, and its source is not asked. */
async function look(entry: Entry, list: ListTagsOf): Promise<EntryTags> {
  const { available, problem } = needsTagList(entry) ? await list(entry.source) : {};
  return { ...entryTags(entry, available), ...(problem && { problem }) };
}

function show(
  entries: readonly EntryTags[],
  epilogue: readonly string[],
  request: TagsRequest,
  line: CommandLine,
): ExitCode {
  const { stdout, signal } = line;
  const layout = layoutOf(request, line);
  const render = request.quiet ? renderIdle : renderEntryTags;
  const blocks = entries.map((entry) => render(entry, layout)).filter((lines) => lines.length > 0);
  const lines = blocks.flatMap((block, at) => (at === 0 ? block : ["", ...block]));
  const shown = request.quiet ? lines : [...lines, ...epilogue];
  if (request.json) stdout.write(`${printableJson({ entries })}\n`);
  else stdout.write(shown.map((text) => `${text}\n`).join(""));
  if (signal.aborted) return ExitCode.interrupted;
  return entries.some(({ problem }) => problem) ? ExitCode.failed : ExitCode.ok;
}

function layoutOf({ all, color }: TagsRequest, { stdout }: CommandLine): TagsLayout {
  const isWhole = all || !stdout.isTTY;
  return { width: stdout.isTTY ? stdout.columns : undefined, style: styleFor(stdout, color), isWhole };
}

async function withTags<T>(
  { endpoints, concurrency, quiet }: TagsRequest,
  { env, stderr, now, signal }: CommandLine,
  work: (list: ListTagsOf) => Promise<T>,
): Promise<T> {
  const { createRegistries } = await import("../reconcile/registries.ts");
  const { keychainOf } = await import("./credentials.ts");
  const { proxiesOf } = await import("./proxies.ts");
  const [keychain, proxyFor] = [keychainOf(env), proxiesOf(env)];
  using progress = startProgress({ output: stderr, now, quiet, dumbTerminal: env.dumbTerminal });
  const { onEvent } = progress;
  const options = { endpoints, keychain, concurrency, clock: systemClock, proxyFor, onEvent };
  await using registries = createRegistries(options);
  return await work(listTagsOver(registries, signal));
}
