import { expect, it } from "vitest";
import type { Urgency } from "../../src/jobs/keeping-state.ts";
import type { ReconcileRequest } from "../../src/jobs/request.ts";
import { urgencyOf } from "../../src/jobs/urgency-of.ts";

const asker = { login: "kim", command: "sync", thread: 3, comment: 7 } as const;

it.each<[Urgency, Pick<ReconcileRequest, "reason" | "asker" | "urgency">]>([
  [0, { reason: "command", asker }],
  [0, { reason: "command" }],
  [0, { reason: "rerun" }],
  [0, { reason: "schedule", asker }],
  [1, { reason: "push", asker: null }],
  [1, { reason: "installed" }],
  [1, { reason: "changed" }],
  [1, { reason: "sweep" }],
  [1, { reason: "policy" }],
  [2, { reason: "package" }],
  [2, { reason: "drift" }],
  [2, { reason: "schedule" }],
  [2, { reason: "schedule", urgency: 0 }],
  [0, { reason: "resumed", urgency: 0 }],
  [2, { reason: "resumed", urgency: 2 }],
  [1, { reason: "resumed", urgency: null }],
  [1, { reason: "resumed" }],
])("the urgency is %i of %o", (urgency, request) => {
  expect(urgencyOf(request)).toBe(urgency);
});
