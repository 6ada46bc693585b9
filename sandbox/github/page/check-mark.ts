import type { CheckRun } from "../repositories/checks/check-run.ts";
import { type Html, html } from "./html.ts";

const MARKS: Readonly<Record<string, string>> = {
  queued: "○",
  in_progress: "◐",
  success: "✓",
  failure: "✗",
  neutral: "■",
  cancelled: "⊘",
  skipped: "⊘",
  timed_out: "✗",
  action_required: "!",
};

/** How a check run stands, as a mark in its colour. */
export function checkMark({ status, conclusion }: Pick<CheckRun, "status" | "conclusion">): Html {
  const state = conclusion ?? status;
  return html`<span class="mark ${state}" title="${state.replaceAll("_", " ")}">${MARKS[state] ?? "?"}</span>`;
}
