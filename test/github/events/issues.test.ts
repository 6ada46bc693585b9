import { expect, it } from "vitest";
import { intentsOf } from "../../../src/github/events/intents-of.ts";
import type { Errand } from "../../../src/jobs/errand.ts";
import { APP, issueEdited as edited, HELLO, INSTALLATION } from "./payloads.ts";

const issue = (changes: object) => ({ ...edited, issue: { ...edited.issue, ...changes } });
const place = { installation: INSTALLATION, repository: HELLO };
const tick: Errand = { kind: "tick", ...place, issue: 1, author: "Codertocat" };
const { user: bot } = edited.issue;

it.each<[what: string, payload: object, errands: readonly Errand[]]>([
  ["edited by a person", edited, [tick]],
  ["edited, whose App is not told", issue({ performed_via_github_app: null }), [tick]],
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
