import type { Config } from "../../../config/config.ts";
import type { PolicyFile } from "../../../config/policy/policy.ts";
import type { PlanFinding } from "../../../github/report/plan-words.ts";
import type { Place } from "../../../jobs/errand.ts";
import { type FoundPolicy, readPolicy } from "../../find-policy.ts";
import type { LocatedConfig } from "../../locate-config.ts";
import type { LocatedPolicy } from "../../locate-policy.ts";
import type { WorkerParts } from "../../parts.ts";
import { readConfig } from "../../read-config.ts";
import { OWNERS_OF_STRANGERS, readGround } from "../../read-ground.ts";
import { POLICY_REPOSITORY } from "../../read-layers.ts";
import { groundUnder } from "../policy/ground-under.ts";
import { tellableChange } from "../policy/tellable-change.ts";
import { weighPolicy } from "../policy/weigh-policy.ts";
import { type Change, isOther } from "./find-change.ts";
import { leftImages, leftNames } from "./left-images.ts";
import { planConfig } from "./plan-config.ts";

/** A change that somebody proposes. Full SHAs. */
export interface Proposal {
  readonly place: Place;
  readonly base: string;
  readonly head: string;
  /** Somebody may have written it who may write nothing here. */
  readonly isFork: boolean;
  readonly change: Change;
}

/** What was found out about it. */
export interface Examined {
  readonly findings: readonly PlanFinding[];
  /** The policies that were asked. */
  readonly policies: readonly PolicyFile[];
  /** The repositories that the proposed config copies from. */
  readonly sources: readonly string[];
  /** Whether the configs want comments. */
  readonly allowsComment: boolean;
}

/** Looks at a proposed change: whether its files are right, what policies say to it, and what it would do. Writes nothing. */
export async function examineChange(
  parts: WorkerParts,
  proposal: Proposal,
  signal: AbortSignal,
): Promise<Examined> {
  return await new Examination(parts, proposal, signal).make();
}

/** A policy that takes the place of another one. */
interface Turn {
  readonly before: FoundPolicy | undefined;
  readonly after: FoundPolicy | undefined;
}

class Examination {
  readonly #parts: WorkerParts;
  readonly #proposal: Proposal;
  readonly #signal: AbortSignal;
  #policies: readonly PolicyFile[] = [];

  constructor(parts: WorkerParts, proposal: Proposal, signal: AbortSignal) {
    this.#parts = parts;
    this.#proposal = proposal;
    this.#signal = signal;
  }

  async make(): Promise<Examined> {
    const { config } = this.#proposal.change;
    const before = await this.#read(config.before);
    const turn = await this.#readTurn();
    const after = isOther(config) ? await this.#read(config.after) : before;
    const ofConfig = await this.#lookAtConfig(before?.config, after, turn);
    const ofPolicy = turn && (await this.#lookAtPolicy(turn, ofConfig !== undefined));
    return {
      findings: [ofConfig, ofPolicy].filter((finding) => finding !== undefined),
      policies: this.#policies,
      sources: sourcesOf(after?.config),
      allowsComment: [before, after].every((read) => read?.config?.report.comment !== "never"),
    };
  }

  async #read(located: LocatedConfig | undefined) {
    const { installation, repository } = this.#proposal.place;
    const github = this.#parts.github.installation(installation);
    return located && (await readConfig(github, repository, located, this.#signal));
  }

  async #readTurn(): Promise<Turn | undefined> {
    const { place, base, head, change } = this.#proposal;
    if (!isOther(change.policy)) return undefined;
    const github = this.#parts.github.installation(place.installation);
    const kind = this.#isOrganizations ? "organization" : "own";
    const read = async (located: LocatedPolicy | undefined, commit: string) =>
      located && (await readPolicy(github, place.repository, { ...located, commit }, kind, this.#signal));
    const { before, after } = change.policy;
    return { before: await read(before, base), after: await read(after, head) };
  }

  get #isOrganizations(): boolean {
    return this.#proposal.place.repository.name.toLowerCase() === POLICY_REPOSITORY;
  }

  async #lookAtConfig(
    before: Config | undefined,
    after: Awaited<ReturnType<typeof readConfig>> | undefined,
    turn: Turn | undefined,
  ): Promise<PlanFinding | undefined> {
    const { place, change, isFork } = this.#proposal;
    const isChanged = isOther(change.config);
    if (!after) return isChanged ? { kind: "removed", left: await this.#leftOf(before) } : undefined;
    if (!after.config) return isChanged ? { kind: "invalid-config", problems: after.problems } : undefined;
    if (turn?.after?.broken) return undefined;
    const most = isFork ? OWNERS_OF_STRANGERS : undefined;
    const found = await readGround(this.#parts, place, after.config, this.#signal, most);
    if (found.broken) return turn && !isChanged ? undefined : { kind: "broken-policy", ...found.broken };
    const groundBefore = turn ? groundUnder(found.ground, place.repository, turn.before) : found.ground;
    const ground = (turn && groundUnder(found.ground, place.repository, turn.after)) ?? found.ground;
    const layers = [...ground.layers, ...[...ground.others.values()].map(({ layer }) => layer)];
    this.#policies = layers.flatMap((layer) => (layer ? [layer.file] : []));
    const proposed = { place, isFork, before, after: after.config, ground, groundBefore };
    return { kind: "plan", plan: await planConfig(this.#parts, proposed, this.#signal) };
  }

  async #leftOf(before: Config | undefined) {
    const { place, isFork } = this.#proposal;
    const namespace = { registry: this.#parts.registry, owner: place.repository.owner };
    const configs = { before, after: undefined };
    if (isFork) return leftNames(configs, namespace);
    return leftImages(await this.#parts.state.images.of(place.repository.id), configs, namespace);
  }

  /** A repository's own policy shows in the plan of its config, where there is one. What a stranger proposes is not looked up. */
  async #lookAtPolicy(turn: Turn, isPlanned: boolean): Promise<PlanFinding | undefined> {
    const { place, isFork } = this.#proposal;
    const broken = turn.after?.broken;
    if (broken) return { kind: "invalid-policy", path: broken.file.path, problems: broken.problems };
    if (!this.#isOrganizations && isPlanned) return undefined;
    if (!this.#isOrganizations || isFork) return { kind: "policy", change: undefined };
    const policies = { place, ...turn };
    const weighed = await weighPolicy(this.#parts, policies, this.#signal);
    return { kind: "policy", change: await tellableChange(this.#parts, policies, weighed, this.#signal) };
  }
}

function sourcesOf(config: Config | undefined): readonly string[] {
  const sources = config?.entries.map(({ source }) => `${source.registry}/${source.repository}`);
  return [...new Set(sources)];
}
