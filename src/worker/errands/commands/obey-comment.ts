import { heldRole } from "../../../github/commands/authorize.ts";
import type { Command, Mistake } from "../../../github/commands/command.ts";
import { parseComment } from "../../../github/commands/parse-comment.ts";
import { roleFor } from "../../../github/commands/role-for.ts";
import { isRefusal } from "../../../github/github-error.ts";
import { BUDGET, fitParts } from "../../../github/report/render/fit-parts.ts";
import { code, excerpt } from "../../../github/report/render/markdown.ts";
import { renderMistakes } from "../../../github/report/render/render-mistakes.ts";
import { isAtLeast } from "../../../github/threads.ts";
import type { CommandErrand } from "../../../jobs/errand.ts";
import type { ReconcileRequest } from "../../../jobs/request.ts";
import type { JobContext } from "../../../jobs/state.ts";
import { once } from "../../../oci/once.ts";
import type { WorkerParts } from "../../parts.ts";
import { type FoundLayers, readLayers } from "../../read-layers.ts";
import type { Asked } from "./asked.ts";
import { obeyCommand, type Rights } from "./obey-command.ts";
import { type Outcome, unclear } from "./outcome.ts";
import { type Answered, react, reply } from "./say.ts";

/** GitHub takes 65,536 characters, and a marker stands above. */
const REPLY_BUDGET = BUDGET - 200;
const LONGEST_WORDS = 1_000;
const NOT_ASKED: FoundLayers = { layers: [] };

/**
 * Does what a comment asks for, all of it or nothing: where a line of it is no command, or one that the author may not use, the others are
 * not obeyed either. A comment that was deleted is forgotten, and one that the same person repeats is answered where it stands last.
 */
export async function obeyComment(
  parts: WorkerParts,
  errand: CommandErrand,
  id: string,
  { signal }: JobContext,
): Promise<void> {
  const { commands, mistakes } = parseComment(errand.text);
  if (commands.length + mistakes.length === 0) return;
  if (await parts.state.errands.isRepeated(id)) return;
  await new Obedience(parts, errand, signal).obey(commands, mistakes);
}

/** A command, and what became of it. */
interface Obeyed {
  readonly command: Command;
  readonly outcome: Outcome;
}

class Obedience {
  readonly #parts: WorkerParts;
  readonly #errand: CommandErrand;
  readonly #asked: Asked;
  readonly #answered: Answered;
  readonly #signal: AbortSignal;

  constructor(parts: WorkerParts, errand: CommandErrand, signal: AbortSignal) {
    const { installation, repository, thread, comment, author, isPull, head } = errand;
    const github = parts.github.installation(installation);
    const now = once(() => github.pulls.pull(repository, thread, signal));
    const pull = isPull ? { number: thread, head, now } : undefined;
    const place = { installation, repository };
    this.#parts = parts;
    this.#errand = errand;
    this.#signal = signal;
    this.#asked = { parts, place, github, login: author, thread, comment, pull, signal };
    this.#answered = { github, repository, thread, comment, app: parts.appId, log: parts.log, signal };
  }

  async obey(commands: readonly Command[], mistakes: readonly Mistake[]): Promise<void> {
    const { github, place, login } = this.#asked;
    const { repository, comment } = this.#errand;
    const [isThere, role, found] = await Promise.all([
      github.threads.comment(repository, comment, this.#signal),
      heldRole(github, repository, login, this.#signal),
      commands.length > 0 ? readLayers(this.#parts, place, this.#signal) : NOT_ASKED,
    ]);
    if (!isThere) return;
    const rights = { role, layers: found.broken ? [] : found.layers, broken: found.broken };
    if (!(await this.#mayUse(commands, rights))) return await react(this.#answered, "-1");
    if (mistakes.length > 0) {
      await react(this.#answered, "confused");
      return await reply(this.#answered, renderMistakes(mistakes));
    }
    await react(this.#answered, "eyes");
    await this.#finish(await this.#obeyAll(commands, rights));
  }

  /** Whoever may not even read is not answered. */
  async #mayUse(commands: readonly Command[], { role, layers }: Rights): Promise<boolean> {
    const { pull } = this.#asked;
    if (!isAtLeast(role, "read")) return false;
    if (!commands.every(({ name }) => isAtLeast(role, roleFor(name, layers)))) return false;
    // A plan of a stranger's branch fetches what a stranger wants.
    if (!pull || isAtLeast(role, "write") || !commands.some(({ name }) => name === "plan")) return true;
    return (await pull.now())?.isFork === false;
  }

  /** One after the other, in the order of the comment. */
  async #obeyAll(commands: readonly Command[], rights: Rights): Promise<readonly Obeyed[]> {
    const outcomes: Obeyed[] = [];
    for (const command of commands) {
      const outcome = await obeyCommand(command, this.#asked, rights).catch(refused);
      outcomes.push({ command, outcome });
    }
    return outcomes;
  }

  /** What is started comes last: until then, all can be done again. */
  async #finish(outcomes: readonly Obeyed[]): Promise<void> {
    const { intake } = this.#parts.state;
    const answers = outcomes.filter(({ outcome }) => outcome.answer);
    const text = fitParts(
      answers.flatMap(({ command, outcome }) => [
        ...(answers.length > 1 ? [`### ${code(`/mirror ${command.name}`)}`] : []),
        ...(outcome.answer ?? []),
      ]),
      REPLY_BUDGET,
    );
    if (text) await reply(this.#answered, text);
    const kinds = outcomes.map(({ outcome }) => outcome.kind);
    if (kinds.includes("unclear")) await react(this.#answered, "confused");
    else if (!kinds.includes("begun")) await react(this.#answered, "rocket");
    const errands = outcomes.flatMap(({ outcome }) => outcome.errands ?? []);
    const requests = await this.#withoutAsked(outcomes.flatMap(({ outcome }) => outcome.requests ?? []));
    if (errands.length > 0) await intake.send(errands);
    if (requests.length > 0) await intake.request(requests);
  }

  /** An earlier try, which broke off in the end, may have asked for the runs already. */
  async #withoutAsked(requests: readonly ReconcileRequest[]): Promise<readonly ReconcileRequest[]> {
    const { repository, comment } = this.#errand;
    if (requests.length === 0) return [];
    const open = await this.#parts.state.runs.open(repository.id);
    return open.some(({ asker }) => asker?.comment === comment) ? [] : requests;
  }
}

/** GitHub says no to one of several commands. What may pass is thrown on, and all is tried again. */
function refused(error: unknown): Outcome {
  if (!isRefusal(error)) throw error;
  return unclear(`GitHub does not let me do that: ${code(excerpt(error.words, LONGEST_WORDS))}`);
}
