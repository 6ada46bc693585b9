import type { InstallationGitHub } from "../github/github.ts";
import { renderInvalidConfig } from "../github/report/render/render-invalid-config.ts";
import { renderQueued } from "../github/report/render/render-queued.ts";
import { renderSuperseded } from "../github/report/render/render-superseded.ts";
import type { Reason } from "../jobs/request.ts";
import type { Run } from "../jobs/run.ts";
import { inLogContext } from "../observe/log-context.ts";
import { concludeCheckRun, openCheckRun, tryConcludeCheckRun } from "./check-run.ts";
import { endRun } from "./end-run.ts";
import { isByItself } from "./is-by-itself.ts";
import { type LocatedConfig, locateConfig } from "./locate-config.ts";
import { nameOf } from "./name-of.ts";
import type { WorkerParts } from "./parts.ts";
import { readConfig } from "./read-config.ts";

/**
 * Looks at a request: whether its commit has a config, and one that is not on its way or applied already. A wrong config is
 * answered at once, however busy the repository is; a right one takes its place in the queue, and older ones that still
 * wait there give way. Every step can be repeated.
 */
export async function announce(parts: WorkerParts, id: string, signal: AbortSignal): Promise<void> {
  const run = await parts.state.runs.find(id);
  if (run?.state !== "requested") return;
  await inLogContext({ repository: nameOf(run) }, () => new Announcement(parts, run, signal).make());
}

/** Reasons that have nothing to do with whether the config is another one. */
const WANTED_AGAIN: readonly Reason[] = [
  "rerun",
  "command",
  "package",
  "drift",
  "policy",
  "schedule",
  "resumed",
];

class Announcement {
  readonly #parts: WorkerParts;
  readonly #run: Run;
  readonly #github: InstallationGitHub;
  readonly #signal: AbortSignal;

  constructor(parts: WorkerParts, run: Run, signal: AbortSignal) {
    this.#parts = parts;
    this.#run = run;
    this.#github = parts.github.installation(run.installation);
    this.#signal = signal;
  }

  async make(): Promise<void> {
    const { runs } = this.#parts.state;
    const { id, installation, repository, reason } = this.#run;
    const commit = this.#run.commit ?? (await this.#pinHead());
    if (this.#run.cancelledBy !== null) return await runs.conclude(id, "none");
    if (!commit) return await runs.conclude(id, "none", null);
    const config = await this.#locate(commit);
    if (this.#run.pull !== null) return await this.#propose(commit, config);
    const wanted = await runs.wantedConfig(repository.id);
    if (wanted?.configSha === config?.sha && !this.#asksAgain(wanted?.awaits ?? null, config))
      return await runs.conclude(id, "none");
    const newer = await this.#newerConfig(commit, config);
    if (newer) return await this.#yieldTo(newer, commit, config);
    if (reason !== "rerun") await this.#supersedeOlder(commit);
    if (config) return await this.#answer(commit, config);
    if (reason === "rerun") return await runs.conclude(id, "none");
    const errands = [{ kind: "upkeep", installation, repository }] as const;
    await runs.conclude(id, "none", null, { errands });
  }

  /** The config of a pull request is carried out for whoever asked for it at this commit, and counts as applied nowhere. */
  async #propose(commit: string, config: LocatedConfig | undefined): Promise<void> {
    if (!config) return await this.#parts.state.runs.conclude(this.#run.id, "none");
    await this.#supersedeOlder(commit);
    await this.#answer(commit, config);
  }

  /** Whether what is known already is to be tried again: somebody or something wants it, or what kept it from being applied may be gone. */
  #asksAgain(awaits: string | null, config: LocatedConfig | undefined): boolean {
    const { reason } = this.#run;
    if (WANTED_AGAIN.includes(reason)) return true;
    return awaits !== null && (reason === "installed" || awaits !== config?.workflows);
  }

  /** Whatever is pushed while this is announced, also in several tries: it is about one commit. */
  async #pinHead(): Promise<string | undefined> {
    const { id, repository } = this.#run;
    const head = await this.#github.defaultHead(repository, this.#signal);
    if (head) await this.#parts.state.runs.pin(id, head);
    return head;
  }

  async #answer(commit: string, located: LocatedConfig): Promise<void> {
    const { state, slots, log } = this.#parts;
    const { id, repository, reason } = this.#run;
    const { config, problems } = await readConfig(this.#github, repository, located, this.#signal);
    const place = this.#placeOf(this.#run, commit);
    const applied = { commit, configSha: located.sha };
    // Its push was answered, or will be; and nothing has anything to wait for meanwhile.
    if (!config && isByItself(this.#run)) {
      const images = { looked: null, waiting: [] };
      return await state.runs.conclude(id, "none", undefined, { images });
    }
    if (!config) {
      await concludeCheckRun(place, {
        conclusion: "failure",
        output: renderInvalidConfig(problems, located.path),
      });
      log.info({ ...applied, reason, problems: problems.length }, "a config is wrong");
      const nothing = { ...applied, schedules: [] };
      const ending = { conclusion: "failure", applied: nothing, published: null } as const;
      return await endRun(this.#parts, this.#run, ending, this.#signal);
    }
    // One that starts at once needs no check run that says it waits.
    const mustWait = !isByItself(this.#run) && (await state.runs.mustWait(repository.id, slots));
    const checkRun = mustWait ? await openCheckRun(place, "queued", renderQueued()) : null;
    await state.runs.enqueue(id, { ...applied, configPath: located.path, checkRun });
    log.info({ ...applied, reason }, "a config is to be applied");
  }

  async #supersedeOlder(commit: string): Promise<void> {
    for (const older of await this.#parts.state.runs.supersede(this.#run.id, commit)) {
      await this.#giveWay(older, older.commit ?? commit, commit);
    }
  }

  /** Who pressed Re-run is told why nothing happens. Of pushes that follow each other closely, the last one is answered. */
  async #yieldTo(newer: string, commit: string, config: LocatedConfig | undefined): Promise<void> {
    const { id, reason } = this.#run;
    if (reason === "rerun" && config) await this.#giveWay(this.#run, commit, newer);
    else await this.#parts.state.runs.conclude(id, "none");
  }

  /** Ends a run in favour of a newer commit. */
  async #giveWay(run: Run, commit: string, newer: string): Promise<void> {
    const { runs } = this.#parts.state;
    const end = { conclusion: "cancelled", output: renderSuperseded(newer) } as const;
    await tryConcludeCheckRun(this.#placeOf(run, commit), end);
    await runs.conclude(run.id, "cancelled");
  }

  /**
   * The head of the default branch, where it has another config, or none any more. A delivery may come late, and a person may
   * run an old check again: neither is to bring an old config back.
   */
  async #newerConfig(commit: string, config: LocatedConfig | undefined): Promise<string | undefined> {
    const head = await this.#github.defaultHead(this.#run.repository, this.#signal);
    if (!head || head === commit) return undefined;
    const newest = await this.#locate(head);
    return newest?.sha === config?.sha ? undefined : head;
  }

  async #locate(commit: string): Promise<LocatedConfig | undefined> {
    return await locateConfig(this.#github, this.#run.repository, commit, this.#signal);
  }

  #placeOf(run: Run, commit: string) {
    return { github: this.#github, run, commit, signal: this.#signal };
  }
}
