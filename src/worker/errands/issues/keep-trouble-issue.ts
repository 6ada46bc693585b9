import { isMarked, marked } from "../../../github/report/marker.ts";
import {
  renderTrouble,
  renderTroubleChange,
  renderTroubleEnd,
  type ToldTrouble,
  type TroubleEnd,
} from "../../../github/report/render/render-trouble.ts";
import type { Thread } from "../../../github/threads.ts";
import type { Trouble } from "../../../jobs/conversation-state.ts";
import type { WorkerParts } from "../../parts.ts";
import { commentOnce } from "../comment-once.ts";
import { causeOf, nameOfCause } from "./cause-of.ts";
import { findOwn, saysTheSame } from "./find-own.ts";
import type { Scene } from "./read-scene.ts";
import { tellRun } from "./tell-run.ts";

/** What is a failure that lasts: so many runs, or so many milliseconds. */
export const LASTING = { failures: 3, span: 24 * 3_600_000 };
/** At most one comment in so many milliseconds, and no new issue in the place of one that somebody deleted. */
const DAY = 24 * 3_600_000;
/** Runs that the issue links. */
const MOST_LINKS = 5;

const MARKER = "trouble";

type Parts = Pick<WorkerParts, "state" | "appId" | "clock">;

/**
 * Keeps the issue that tells of a failure that lasts: one for each config, opened or reopened once while the same failure goes on, edited in
 * place, closed when all is well. Somebody who closes it before is not contradicted until the next failure that lasts. `errand` is the id of the errand.
 */
export async function keepTroubleIssue(
  parts: Parts,
  scene: Scene,
  errand: string,
  signal: AbortSignal,
): Promise<void> {
  const trouble = await parts.state.troubles.of(scene.place.repository.id);
  if (!trouble) return;
  const keeper = new TroubleKeeper(parts, scene, trouble, signal);
  if (!scene.config) return await keeper.end({ kind: "no-config" });
  if (trouble.isOver) {
    const green = scene.runs.find(({ conclusion }) => conclusion === "success" || conclusion === "neutral");
    return await keeper.end({ kind: "over", run: green && tellRun(green, scene.page) });
  }
  if (scene.config.issue === "never") return await keeper.end({ kind: "unwanted" });
  if (keeper.isTold) return await keeper.goOn(errand);
  const age = parts.clock.now() - trouble.since.getTime();
  if (trouble.failures >= LASTING.failures || age >= LASTING.span) await keeper.begin();
}

class TroubleKeeper {
  readonly #parts: Parts;
  readonly #scene: Scene;
  readonly #trouble: Trouble;
  readonly #signal: AbortSignal;

  constructor(parts: Parts, scene: Scene, trouble: Trouble, signal: AbortSignal) {
    this.#parts = parts;
    this.#scene = scene;
    this.#trouble = trouble;
    this.#signal = signal;
  }

  /** Whether an issue has told of this very failure. The one of an earlier failure is remembered too. */
  get isTold(): boolean {
    return this.#trouble.said?.startsWith(this.#period) ?? false;
  }

  /** Opens the issue, or the one of an earlier failure again. */
  async begin(): Promise<void> {
    const thread = (await this.#remembered()) ?? (await this.#find());
    const told = this.#tellTrouble();
    const text = this.#render(told);
    const { repository } = this.#scene.place;
    if (!thread) return await this.#note(await this.#threads.open(repository, text, this.#signal), told);
    await this.#edit(thread, { ...text, isOpen: true });
    await this.#note(thread.number, told);
  }

  /** Brings an issue that has told of this failure up to date. */
  async goOn(errand: string): Promise<void> {
    const thread = await this.#remembered();
    const { toldAt, said } = this.#trouble;
    const isDue = this.#parts.clock.now() - (toldAt?.getTime() ?? 0) >= DAY;
    // Somebody deleted it. The failure is told of once more, but not at once.
    if (!thread) return isDue ? await this.begin() : undefined;
    // Somebody closed it.
    if (!thread.isOpen) return;
    const told = this.#tellTrouble();
    await this.#edit(thread, this.#render(told));
    if (!isDue || said === this.#saidOf(told)) return;
    const text = renderTroubleChange(told);
    const comment = { app: this.#parts.appId, name: `${MARKER}:${errand}`, text };
    const { repository } = this.#scene.place;
    await commentOnce(this.#threads, repository, thread.number, comment, this.#signal);
    await this.#note(thread.number, told);
  }

  /** Closes the issue, where there is one, and remembers it no longer. */
  async end(end: TroubleEnd): Promise<void> {
    const { troubles } = this.#parts.state;
    const { id } = this.#scene.place.repository;
    const thread = await this.#remembered();
    if (thread) {
      const text = renderTroubleEnd(end, this.#trouble.since.getTime(), this.#scene.path);
      await this.#edit(thread, { body: this.#mark(text), isOpen: false });
    }
    if (end.kind !== "unwanted") return await troubles.forget(id);
    // It goes on, and nobody wants to be told.
    if (this.#trouble.issue !== null) await troubles.tell(id, { issue: null, toldAt: null, said: null });
  }

  /** The issue that we know of, also where somebody emptied it; undefined where it was deleted. */
  async #remembered(): Promise<Thread | undefined> {
    const { issue } = this.#trouble;
    if (issue === null) return undefined;
    const thread = await this.#threads.thread(this.#scene.place.repository, issue, this.#signal);
    return thread?.isOwn && !thread.isPull ? thread : undefined;
  }

  async #find(): Promise<Thread | undefined> {
    const fits = ({ body }: Thread) => isMarked(body, this.#parts.appId, MARKER);
    return await findOwn(this.#threads, this.#scene.place.repository, fits, this.#signal);
  }

  async #edit(thread: Thread, { title = thread.title, body, isOpen = thread.isOpen }: Wanted): Promise<void> {
    const isSame = thread.title === title && saysTheSame(thread.body, body) && thread.isOpen === isOpen;
    if (isSame) return;
    const change = { title, body, isOpen };
    await this.#threads.edit(this.#scene.place.repository, thread.number, change, this.#signal);
  }

  async #note(issue: number, told: ToldTrouble): Promise<void> {
    const toldAt = new Date(this.#parts.clock.now());
    const { id } = this.#scene.place.repository;
    await this.#parts.state.troubles.tell(id, { issue, toldAt, said: this.#saidOf(told) });
  }

  #tellTrouble(): ToldTrouble {
    const { place, runs, page } = this.#scene;
    return {
      repository: place.repository,
      cause: causeOf(this.#scene),
      since: this.#trouble.since.getTime(),
      failures: this.#trouble.failures,
      runs: runs.slice(0, MOST_LINKS).map((run) => tellRun(run, page)),
    };
  }

  #render(told: ToldTrouble) {
    const { title, body } = renderTrouble(told);
    return { title, body: this.#mark(body) };
  }

  #mark(text: string): string {
    return marked(this.#parts.appId, MARKER, text);
  }

  #saidOf({ cause }: ToldTrouble): string {
    return `${this.#period} ${nameOfCause(cause)}`;
  }

  get #period(): string {
    return this.#trouble.since.toISOString();
  }

  get #threads() {
    return this.#scene.github.threads;
  }
}

interface Wanted {
  readonly title?: string;
  readonly body: string;
  readonly isOpen?: boolean;
}
