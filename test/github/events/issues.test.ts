import { expect, it } from "vitest";
import { intentsOf } from "../../../src/github/events/intents-of.ts";
import { renderBoxes } from "../../../src/github/report/render/dashboard-boxes.ts";
import type { Box, Errand } from "../../../src/jobs/errand.ts";
import { APP, issueEdited as edited, HELLO, INSTALLATION } from "./payloads.ts";

const issue = (changes: object) => ({ ...edited, issue: { ...edited.issue, ...changes } });
const place = { installation: INSTALLATION, repository: HELLO };
const tick: Errand = { kind: "tick", ...place, issue: 1, author: "Codertocat", boxes: [] };
/** An edit of the body, which had these boxes ticked before and has those now. */
const ticking = (before: readonly Box[], after: readonly Box[]) => ({
  ...issue({ body: `Hello\r\n${renderBoxes(new Set(after))}` }),
  changes: { body: { from: renderBoxes(new Set(before)) } },
});
const { user: bot } = edited.issue;

it.each<[what: string, payload: object, errands: readonly Errand[]]>([
  ["edited by a person", edited, [tick]],
  ["edited, whose App is not told", issue({ performed_via_github_app: null }), [tick]],
  ["where a person ticks a box", ticking([], ["sync"]), [{ ...tick, boxes: ["sync"] }]],
  ["where another is ticked already", ticking(["sync"], ["sync", "plan"]), [{ ...tick, boxes: ["plan"] }]],
  ["where a person unticks one", ticking(["sync"], []), [tick]],
  ["whose title is edited, with a box ticked", { ...ticking([], ["sync"]), changes: {} }, [tick]],
  ["deleted by a person", { ...edited, action: "deleted" }, [{ kind: "upkeep", ...place }]],
  ["edited by ourselves", { ...edited, sender: bot }, []],
  ["deleted by a bot", { ...edited, action: "deleted", sender: bot }, []],
  ["of another App", issue({ performed_via_github_app: { id: APP + 1 } }), []],
  ["of a person", issue({ user: edited.sender, performed_via_github_app: null }), []],
  ["of a person, by way of this App", issue({ user: edited.sender }), []],
  ["of somebody who is gone", issue({ user: null }), []],
  ["closed by a person", { ...edited, action: "closed" }, []],
  ["reopened by a person", { ...edited, action: "reopened" }, []],
  ["opened", { ...edited, action: "opened" }, []],
])("an issue %s", (_what, payload, errands) => {
  expect(intentsOf(APP, "issues", payload)).toEqual(errands.map((errand) => ({ kind: "errand", errand })));
});
