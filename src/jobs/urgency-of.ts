import type { Urgency } from "./keeping-state.ts";
import type { Reason, ReconcileRequest } from "./request.ts";

const OF_PEOPLE: readonly Reason[] = ["command", "rerun"];
const OF_EVENTS: readonly Reason[] = ["schedule", "package", "drift"];

/** How urgent a request is. What is resumed is as urgent as the run that had to leave it. */
export function urgencyOf({
  reason,
  asker,
  urgency,
}: Pick<ReconcileRequest, "reason" | "asker" | "urgency">): Urgency {
  if (reason === "resumed" && typeof urgency === "number") return urgency;
  if (asker || OF_PEOPLE.includes(reason)) return 0;
  return OF_EVENTS.includes(reason) ? 2 : 1;
}
