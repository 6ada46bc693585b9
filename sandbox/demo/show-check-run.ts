import type { Look, Style } from "../../src/cli/render/style.ts";
import type { CheckAnnotation, CheckRun } from "../github/repositories/checks/check-run.ts";
import { type TextLayout, terminalMarkdown } from "./terminal-markdown.ts";

const STATES: Readonly<Record<string, readonly [mark: string, look: Look]>> = {
  queued: ["○", "quiet"],
  in_progress: ["◐", "change"],
  success: ["✓", "good"],
  neutral: ["■", "quiet"],
  cancelled: ["⊘", "quiet"],
  action_required: ["!", "change"],
};

/** How a check run stands, in one line: `✓ mirror / sync  success`. */
export function showState(
  { name, status, conclusion }: Pick<CheckRun, "name" | "status" | "conclusion">,
  style: Style,
): string {
  const state = conclusion ?? status;
  const [mark, look] = STATES[state] ?? ["✗", "bad"];
  return `${style(look, mark)} ${name}: ${state.replaceAll("_", " ")}`;
}

/** What a check run says: its title, its summary and its text. */
export function showOutput({ title = "", summary = "", text = "" }: CheckRun, layout: TextLayout): string[] {
  const { style } = layout;
  const body = showText([summary, text], layout);
  const edge = style("quiet", "│");
  return [`${edge} ${style("strong", title)}`, ...(body.length > 0 ? [edge] : []), ...body];
}

/** Texts in Markdown, one below the other, with an edge beside them. */
export function showText(texts: readonly string[], { style, width }: TextLayout): string[] {
  const edge = style("quiet", "│");
  const lines = texts
    .filter((text) => text !== "")
    .flatMap((text, at) => [...(at > 0 ? [""] : []), ...terminalMarkdown(text, { style, width: width - 2 })]);
  return lines.map((line) => (line === "" ? edge : `${edge} ${line}`));
}

/** The lines of a file that annotations are about, with the words below them, as on the page of the commit. */
export function showAnnotations(
  annotations: readonly CheckAnnotation[],
  text: string,
  style: Style,
): string[] {
  const lines = text.split("\n");
  return annotations.flatMap(({ path, start_line, start_column = 1, end_column = start_column, message }) => {
    const indent = " ".repeat(4 + start_column);
    const [words = "", ...more] = message.split("\n");
    return [
      style("quiet", `${path}:${start_line}:${start_column}`),
      `${style("quiet", String(start_line).padStart(3))}  ${lines[start_line - 1] ?? ""}`,
      `${indent}${style("bad", "^".repeat(Math.max(1, end_column - start_column + 1)))} ${words}`,
      ...more.map((line) => `${indent}${line}`),
    ];
  });
}
