import { type Html, html } from "./html.ts";

interface Standing {
  readonly status: string;
  readonly conclusion: string | undefined;
}

const MARKS: Readonly<Record<string, string>> = {
  pending: "○",
  waiting: "○",
  queued: "○",
  in_progress: "◐",
  success: "✓",
  failure: "✗",
  neutral: "■",
  cancelled: "⊘",
  skipped: "⊘",
  timed_out: "✗",
  action_required: "!",
  startup_failure: "✗",
  stale: "⊘",
};

/** How a check run, or a run of a workflow, stands: as a mark in its colour. */
export function checkMark({ status, conclusion }: Standing): Html {
  const state = conclusion ?? status;
  return html`<span class="mark ${state}" title="${state.replaceAll("_", " ")}">${MARKS[state] ?? "?"}</span>`;
}
