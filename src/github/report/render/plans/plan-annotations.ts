import type { ImageReport } from "../../../../reconcile/report.ts";
import { count } from "../../../../text/count.ts";
import { formatBytes } from "../../../../text/format-bytes.ts";
import { printable } from "../../../../text/printable.ts";
import type { Annotation } from "../../check-output.ts";
import type { ProposedPlan } from "../../plan-words.ts";
import { excerpt } from "../markdown.ts";

/** Each 50 of them are a request. */
const MOST_ANNOTATIONS = 200;
/** Images that one annotation names. */
const MOST_IMAGES = 10;
const LONGEST_WORDS = 400;

/**
 * Remarks on the lines of touched entries, three at most for each: what forbids, blocks or would fail, and what to do about it; globs that
 * match nothing; what is to be copied. `path` is the config's. Where there are too many, what goes well is left out first. Plain text.
 */
export function planAnnotations(plan: ProposedPlan, path: string): readonly Annotation[] {
  const lines = [...plan.touched].sort((a, b) => a - b);
  const at = byLine(plan.report.images);
  const wrong = lines.flatMap((line) => {
    const words = [
      ...plan.forbidden
        .filter(({ entry }) => entry.position.line === line)
        .map(({ refusal }) => adviceOn(refusal.message, refusal.remedy)),
      ...(at.get(line) ?? []).flatMap(complaintOf),
    ];
    return words.length > 0 ? [annotation(path, line, "failure", "This cannot be carried out", words)] : [];
  });
  const idle = lines.flatMap((line) => {
    const globs = plan.report.unmatched.filter((glob) => glob.line === line);
    const words = globs.map(({ source, pattern }) => plain(`no tag of ${source} matches ${pattern}`));
    return words.length > 0 ? [annotation(path, line, "warning", "Nothing matches", words)] : [];
  });
  const well = lines.flatMap((line) => {
    const images = (at.get(line) ?? []).filter(({ result }) => result === "planned");
    if (images.length === 0) return [];
    const bytes = images.reduce((sum, image) => sum + image.bytes, 0);
    const title = `${count(images.length, "image")} to bring${bytes > 0 ? ` (${formatBytes(bytes)})` : ""}`;
    const words = images.map(({ source, destination }) => plain(`${source} → ${destination}`));
    return [annotation(path, line, "notice", title, words)];
  });
  return [...wrong, ...idle, ...well].slice(0, MOST_ANNOTATIONS);
}

/** Why an image cannot be brought; nothing for one that can. */
function complaintOf({ source, action, result, error, reason }: ImageReport): string[] {
  if (action !== "blocked" && result !== "failed") return [];
  const words = error?.message ?? reason;
  return [adviceOn(words.includes(source) ? words : `${source}: ${words}`, error?.remedy)];
}

/** What is wrong, and what to do about it, each on a line. */
function adviceOn(words: string, remedy: string | undefined): string {
  return [words, ...(remedy ? [remedy] : [])].map(plain).join("\n");
}

function byLine(images: readonly ImageReport[]): ReadonlyMap<number, readonly ImageReport[]> {
  const lines = new Map<number, ImageReport[]>();
  for (const image of images) {
    if (image.line === undefined) continue;
    const those = lines.get(image.line);
    if (those) those.push(image);
    else lines.set(image.line, [image]);
  }
  return lines;
}

/** `words` are plain, and short enough. */
function annotation(
  path: string,
  line: number,
  level: Annotation["level"],
  title: string,
  words: readonly string[],
): Annotation {
  const rest = words.length - MOST_IMAGES;
  const message = [...words.slice(0, MOST_IMAGES), ...(rest > 0 ? [`… and ${rest} more`] : [])].join("\n");
  return { path, startLine: Math.max(1, line), endLine: Math.max(1, line), level, title, message };
}

function plain(text: string): string {
  return printable(excerpt(text, LONGEST_WORDS));
}
