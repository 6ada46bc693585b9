import { expect, it } from "vitest";
import { intentsOf } from "../../../src/github/events/intents-of.ts";
import type { Intent } from "../../../src/jobs/intent.ts";
import { APP, HEAD, HELLO, INSTALLATION, pullRequest as opened } from "./payloads.ts";

const head = (sha: string | null): Intent => ({ kind: "head", repository: HELLO.id, pull: 2, head: sha });
const plan: Intent = {
  kind: "errand",
  errand: { kind: "plan", installation: INSTALLATION, repository: HELLO, pull: 2, isFresh: false },
};
const edited = (changes: object | null | undefined) => ({ ...opened, action: "edited", changes });
const fork = { ref: "main", sha: HEAD, repo: { id: 7, full_name: "stranger/Hello-World" } };

it.each<[what: string, payload: object, intents: readonly Intent[]]>([
  ["opened, as a draft", opened, [head(HEAD), plan]],
  ["reopened", { ...opened, action: "reopened" }, [head(HEAD), plan]],
  ["pushed to", { ...opened, action: "synchronize" }, [head(HEAD), plan]],
  ["ready for review", { ...opened, action: "ready_for_review" }, [head(HEAD), plan]],
  ["given another base", edited({ base: { ref: { from: "next" } } }), [head(HEAD), plan]],
  ["given another title", edited({ title: { from: "Old" } }), []],
  ["edited, who knows how", edited(undefined), []],
  ["edited to nothing", edited({ base: null }), []],
  ["closed", { ...opened, action: "closed" }, [head(null)]],
  ["labelled", { ...opened, action: "labeled" }, []],
  [
    "of a fork, planned where it is to go",
    { ...opened, pull_request: { ...opened.pull_request, head: fork } },
    [head(HEAD), plan],
  ],
  [
    "of a fork that was deleted",
    { ...opened, pull_request: { head: { sha: HEAD, repo: null } } },
    [head(HEAD), plan],
  ],
  ["without an installation", { ...opened, installation: undefined }, [head(HEAD)]],
  ["without a head", { ...opened, pull_request: {} }, []],
])("a pull request that is %s", (_what, payload, intents) => {
  expect(intentsOf(APP, "pull_request", payload)).toEqual(intents);
});
