import type { PolicyChange, TouchedConfig } from "../../../github/report/policy-words.ts";
import type { WorkerParts } from "../../parts.ts";
import type { PolicyTurn, TurnedConfig, Weighed } from "./weigh-policy.ts";

/** Of a time before paths were remembered. */
const USUAL_PATH = ".github/mirror.yml";

/**
 * What may be told where the policy stands: the config of a private repository is nobody's business in a public one, and only counted there.
 */
export async function tellableChange(
  { github: app }: Pick<WorkerParts, "github">,
  { place, after }: PolicyTurn,
  { touched, configs }: Weighed,
  signal: AbortSignal,
): Promise<PolicyChange> {
  const isHere = await isPublic({ place });
  const told: TouchedConfig[] = [];
  for (const one of touched) if (!isHere || (await isPublic(one.applied))) told.push(tell(one));
  return {
    isThere: after !== undefined,
    touched: told.sort((a, b) => (a.repository < b.repository ? -1 : 1)),
    unnamed: touched.length - told.length,
    configs,
  };

  async function isPublic({ place: { installation, repository } }: Pick<PolicyTurn, "place">) {
    return (await app.installation(installation).repository(repository, signal))?.isPrivate === false;
  }
}

function tell({ applied, forbidden, allowed }: TurnedConfig): TouchedConfig {
  const { owner, name } = applied.place.repository;
  return { repository: `${owner}/${name}`, path: applied.path ?? USUAL_PATH, forbidden, allowed };
}
