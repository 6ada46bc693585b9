import { code } from "../../../github/report/render/markdown.ts";
import { MOST_RUNS } from "../issues/latest-images.ts";
import { retryScope } from "../issues/retry-scope.ts";
import { type Asked, askerOf } from "./asked.ts";
import { done, type Outcome, unclear } from "./outcome.ts";

/** Tries again what failed last: of the pull request where it was asked, elsewhere of the default branch. */
export async function retryFailed(asked: Asked): Promise<Outcome> {
  const { parts, place, pull } = asked;
  const runs = await parts.state.runs.latest(place.repository.id, pull?.number ?? null, MOST_RUNS);
  const scope = retryScope(runs);
  if (!scope) return done(`Nothing has failed ${pull ? "for this pull request" : "on the default branch"}.`);
  const commit = pull ? (runs[0]?.commit ?? null) : null;
  if (pull) {
    const now = await pull.now();
    if (!now?.isOpen) return unclear("This pull request is closed.");
    if (now.head !== commit)
      return unclear(
        `What failed was ${commit === null ? "another commit" : code(commit.slice(0, 7))}, and the head is ${code(now.head.slice(0, 7))} by now: use \`/mirror sync\`.`,
      );
  }
  const asker = askerOf(asked, "retry");
  const request = { ...place, commit, reason: "command", scope, pull: pull?.number ?? null, asker } as const;
  return { kind: "begun", requests: [request] };
}
