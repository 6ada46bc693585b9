import type { InstallationGitHub } from "../../../github/github.ts";
import { isRefusal } from "../../../github/github-error.ts";
import type { PullRequest } from "../../../github/pulls.ts";
import { PLAN_CHECK_NAME } from "../../../github/report/check-name.ts";
import type { RenderedPlan } from "../../../github/report/plan-words.ts";
import { renderPlan } from "../../../github/report/render/render-plan.ts";
import {
  renderPlanGone,
  renderPlanMoved,
  renderPlanning,
} from "../../../github/report/render/render-plan-steps.ts";
import type { Plan } from "../../../jobs/conversation-state.ts";
import type { PlanErrand } from "../../../jobs/errand.ts";
import type { JobContext } from "../../../jobs/state.ts";
import { type CheckPlace, endCheck } from "../../end-check.ts";
import type { WorkerParts } from "../../parts.ts";
import { type Examined, examineChange } from "./examine-change.ts";
import { type Change, findChange } from "./find-change.ts";
import { editSticky, findSticky, type StickyPlace, writeSticky } from "./sticky-comment.ts";
import { tellWhenLong } from "./tell-when-long.ts";

/**
 * Says on the head of a pull request what its config and policy would do, in a check run and, where there is something to say, in one
 * comment. A pull request that changes neither gets nothing. Where GitHub lets us say nothing, the plan is forgotten.
 */
export async function planPull(
  parts: WorkerParts,
  errand: PlanErrand,
  id: string,
  { signal }: JobContext,
): Promise<void> {
  try {
    await new PullPlan(parts, errand, id, signal).make();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    parts.log.warn({ pull: errand.pull, err: error }, "GitHub does not let a plan be told");
    await parts.state.plans.forget(errand.repository.id, errand.pull);
  }
}

/** What is looked at: full SHAs, the base being where the head branched off. */
interface Look {
  readonly pull: PullRequest;
  readonly base: string;
  readonly change: Change;
  readonly known: Plan | undefined;
}

class PullPlan {
  readonly #parts: WorkerParts;
  readonly #errand: PlanErrand;
  readonly #id: string;
  readonly #github: InstallationGitHub;
  readonly #signal: AbortSignal;

  constructor(parts: WorkerParts, errand: PlanErrand, id: string, signal: AbortSignal) {
    this.#parts = parts;
    this.#errand = errand;
    this.#id = id;
    this.#github = parts.github.installation(errand.installation);
    this.#signal = signal;
  }

  async make(): Promise<void> {
    const { plans } = this.#parts.state;
    const { repository, pull: number, isFresh, isQuiet } = this.#errand;
    const known = await plans.of(repository.id, number);
    if (isQuiet && !known) return;
    const pull = await this.#github.pulls.pull(repository, number, this.#signal);
    if (!pull?.isOpen) return await plans.forget(repository.id, number);
    const base = await this.#findBase(pull);
    if (known && !isFresh && isPlanOf(known, pull, base)) return;
    const commits = { base, head: pull.head };
    const change = await findChange(this.#github, repository, commits, this.#signal);
    if (change) await this.#plan({ pull, base, change, known });
    else if (known) await this.#withdraw(known, pull);
  }

  /** Where the head branched off; without such a commit, the base itself. */
  async #findBase({ baseBranch, base, head }: PullRequest): Promise<string> {
    const { repository } = this.#errand;
    return (await this.#github.pulls.mergeBase(repository, baseBranch, head, this.#signal)) ?? base;
  }

  async #plan(look: Look): Promise<void> {
    const { pull, base, known } = look;
    const { clock, state, log } = this.#parts;
    const { installation, repository, isQuiet } = this.#errand;
    if (known && isUnfinished(known) && known.head !== pull.head) await this.#endMoved(known, pull.head);
    let checkRun = await this.#findCheckRun(look);
    const plan = (said: Pick<Plan, "checkRun" | "said" | "comment" | "sources">): Plan => ({
      ...said,
      place: { installation, repository },
      pull: pull.number,
      head: pull.head,
      base,
      baseBranch: pull.baseBranch,
      computedAt: new Date(clock.now()),
    });
    const begin = async () => {
      if (isQuiet || checkRun !== undefined) return;
      checkRun = await this.#begin(pull.head);
      const comment = known?.comment ?? null;
      await state.plans.put(plan({ checkRun, said: "", comment, sources: known?.sources ?? [] }));
    };
    const { rendered, examined } = await tellWhenLong(this.#examine(look), {
      clock,
      tell: begin,
      onError: (err) => log.warn({ err }, "it could not be told that a plan takes its time"),
    });
    const { said } = rendered;
    if (isQuiet && known?.said === said && isPlanOf(known, pull, base))
      return await state.plans.put(plan(known));
    checkRun = await endCheck(this.#checkOn(pull.head), checkRun, endOf(rendered));
    const comment = await this.#comment(known, rendered, examined.allowsComment);
    await state.plans.put(plan({ checkRun, said, comment, sources: examined.sources }));
    log.info({ pull: pull.number, commit: pull.head }, rendered.output.title);
  }

  /** One that was begun and not ended: by this errand before it broke off, or by another one that was given up. */
  async #findCheckRun({ known, pull }: Look): Promise<number | undefined> {
    if (known && isUnfinished(known) && known.head === pull.head) return known.checkRun;
    const { github, repository, identity, signal } = this.#checkOn(pull.head);
    return await github.findCheckRun(repository, identity, signal);
  }

  async #examine({ pull, base, change }: Look): Promise<{ rendered: RenderedPlan; examined: Examined }> {
    const { repository, installation } = this.#errand;
    const { head, isFork, baseBranch } = pull;
    const place = { installation, repository };
    const facts = await this.#github.repository(repository, this.#signal);
    const examined = await examineChange(this.#parts, { place, base, head, isFork, change }, this.#signal);
    const rendered = renderPlan(examined.findings, {
      repository,
      path: pathOf(change),
      commit: head,
      pull: pull.number,
      isFork,
      baseBranch,
      defaultBranch: facts?.defaultBranch ?? baseBranch,
      policies: examined.policies,
      computedAt: this.#parts.clock.now(),
    });
    return { rendered, examined };
  }

  /** The id of the comment; null where there is none. It is edited only where it says something else. */
  async #comment(known: Plan | undefined, rendered: RenderedPlan, isWanted: boolean): Promise<number | null> {
    if (known?.said === rendered.said) return known.comment;
    const place = this.#sticky;
    const comment = known?.comment ?? (await findSticky(place));
    if (comment === null)
      return rendered.isNews && isWanted ? await writeSticky(place, rendered.comment) : null;
    await editSticky(place, comment, rendered.comment);
    return comment;
  }

  /** It has said something of a change that is none any longer. */
  async #withdraw(known: Plan, pull: PullRequest): Promise<void> {
    const { repository } = this.#errand;
    const gone = renderPlanGone();
    if (known.head !== pull.head && isUnfinished(known)) await this.#endMoved(known, pull.head);
    if (known.head === pull.head) {
      const end = { status: "completed", conclusion: "neutral", output: gone } as const;
      await this.#github.updateCheckRun(repository, known.checkRun, end, this.#signal);
    }
    if (known.comment !== null) await editSticky(this.#sticky, known.comment, `### ${gone.title}`);
    await this.#parts.state.plans.forget(repository.id, pull.number);
  }

  async #begin(commit: string): Promise<number> {
    const { github, repository, identity, signal } = this.#checkOn(commit);
    const check = { ...identity, status: "in_progress", output: renderPlanning() } as const;
    return await github.createCheckRun(repository, check, signal);
  }

  async #endMoved({ checkRun }: Plan, head: string): Promise<void> {
    const end = { status: "completed", conclusion: "cancelled", output: renderPlanMoved(head) } as const;
    await this.#github.updateCheckRun(this.#errand.repository, checkRun, end, this.#signal);
  }

  #checkOn(commit: string): CheckPlace {
    const { repository, pull } = this.#errand;
    const identity = { name: PLAN_CHECK_NAME, commit, externalId: `plan:${pull}:${this.#id}` };
    return { github: this.#github, repository, identity, signal: this.#signal };
  }

  get #sticky(): StickyPlace {
    const { repository, pull } = this.#errand;
    return { github: this.#github, repository, pull, app: this.#parts.appId, signal: this.#signal };
  }
}

/** The config's path, as it is or was; the policy's where only that is changed. */
export function pathOf({ config, policy }: Change): string {
  return (config.after ?? config.before ?? policy.after ?? policy.before)?.path ?? "";
}

/** How a plan's check run ends. */
export function endOf({ conclusion, output, buttons }: RenderedPlan) {
  return { conclusion, output, buttons };
}

/** Whether it is a finished plan of these commits. */
function isPlanOf(known: Plan, { head, baseBranch }: PullRequest, base: string): boolean {
  const isSame = known.head === head && known.base === base && known.baseBranch === baseBranch;
  return isSame && !isUnfinished(known);
}

/** Its check run was begun, and nothing was said there. */
function isUnfinished({ said }: Plan): boolean {
  return said === "";
}
