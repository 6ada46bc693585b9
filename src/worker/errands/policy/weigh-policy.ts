import type { Config } from "../../../config/config.ts";
import type { Ground } from "../../../config/policy/judge.ts";
import { isRefusal } from "../../../github/github-error.ts";
import type { Place } from "../../../jobs/errand.ts";
import type { AppliedConfig } from "../../../jobs/state.ts";
import type { FoundPolicy } from "../../find-policy.ts";
import type { WorkerParts } from "../../parts.ts";
import { readConfig } from "../../read-config.ts";
import { readGround } from "../../read-ground.ts";
import { compareVerdicts, type OtherVerdicts } from "./compare-verdicts.ts";
import { concernedConfigs } from "./concerned-configs.ts";
import { groundUnder } from "./ground-under.ts";

type Parts = Pick<WorkerParts, "state" | "github" | "registry">;

/** A policy that takes the place of another one. Undefined: there is none. */
export interface PolicyTurn {
  /** Where they stand: the organization's repository for policies. */
  readonly place: Place;
  readonly before: FoundPolicy | undefined;
  /** It can be read. */
  readonly after: FoundPolicy | undefined;
}

/** An applied config with entries that are judged otherwise under another policy. */
export interface TurnedConfig extends OtherVerdicts {
  readonly applied: AppliedConfig;
}

/** What a policy means for the applied configs; untouched ones are only counted. */
export interface Weighed {
  readonly touched: readonly TurnedConfig[];
  readonly configs: number;
}

/**
 * Judges the applied configs under both policies. One that can no longer be read is carried out no more, and left out. A request to GitHub
 * for each config, and a few more for those that are touched.
 */
export async function weighPolicy(parts: Parts, turn: PolicyTurn, signal: AbortSignal): Promise<Weighed> {
  const layers = [turn.before?.layer, turn.after?.layer];
  const configs = await concernedConfigs(parts, turn.place, layers, signal);
  const touched: TurnedConfig[] = [];
  for (const applied of configs) {
    signal.throwIfAborted();
    const config = await readApplied(parts, applied, signal);
    const verdicts = config && (await weighConfig(parts, turn, applied.place, config, signal));
    if (verdicts && isTouched(verdicts)) touched.push({ applied, ...verdicts });
  }
  return { touched, configs: configs.length };
}

async function readApplied(
  { github }: Parts,
  { place, configSha }: AppliedConfig,
  signal: AbortSignal,
): Promise<Config | undefined> {
  try {
    const { installation, repository } = place;
    return (await readConfig(github.installation(installation), repository, { sha: configSha }, signal))
      .config;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}

/** The other policies that bind it are read only where they could matter. */
async function weighConfig(
  parts: Parts,
  turn: PolicyTurn,
  place: Place,
  config: Config,
  signal: AbortSignal,
): Promise<OtherVerdicts | undefined> {
  const { registry } = parts;
  const { repository } = place;
  const bare: Ground = { registry, repository, layers: [], others: new Map() };
  const guess = verdictsOn(bare, turn, config);
  if (!isTouched(guess) && !mayHide(config, registry, repository.owner)) return undefined;
  const found = await readGround(parts, place, config, signal);
  if (found.broken === undefined) return verdictsOn(found.ground, turn, config);
  const { owner, name } = turn.place.repository;
  const isTurned = found.broken.file.repository.toLowerCase() === `${owner}/${name}`.toLowerCase();
  // Under a policy of its own that cannot be read, nothing was allowed, and nothing is.
  return isTurned ? guess : undefined;
}

function verdictsOn(ground: Ground, { place, before, after }: PolicyTurn, config: Config): OtherVerdicts {
  const now = groundUnder(ground, place.repository, after) ?? ground;
  return compareVerdicts(config, groundUnder(ground, place.repository, before), now);
}

/** Whether an entry could be forbidden for want of another owner's consent alone, where nobody asked for that. */
function mayHide({ entries }: Config, registry: string, owner: string): boolean {
  const own = `${owner.toLowerCase()}/`;
  return entries.some(({ to }) => to?.registry === registry && !to.repository.startsWith(own));
}

function isTouched({ forbidden, allowed }: OtherVerdicts): boolean {
  return forbidden.length + allowed.length > 0;
}
