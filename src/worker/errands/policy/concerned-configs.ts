import type { PolicyLayer } from "../../../config/policy/policy.ts";
import type { Place } from "../../../jobs/errand.ts";
import type { AppliedConfig } from "../../../jobs/state.ts";
import type { WorkerParts } from "../../parts.ts";

/** Repositories of others that are looked for. */
const MOST_GRANTED = 100;
/** Configs that are looked at. */
const MOST_CONFIGS = 1_000;

/**
 * The applied configs that policies of an organization have to do with: those of its own repositories, and of others that it lets publish
 * below it. 1,000 at most.
 */
export async function concernedConfigs(
  { state, github: app }: Pick<WorkerParts, "state" | "github">,
  { installation, repository: { owner } }: Place,
  layers: readonly (PolicyLayer | undefined)[],
  signal: AbortSignal,
): Promise<readonly AppliedConfig[]> {
  const configs = [...(await state.configs.ofInstallation(installation))];
  for (const { owner: login, name } of grantedElsewhere(owner, layers)) {
    const other = await app.installationOf(login, signal);
    const facts = other && (await app.installation(other).repository({ owner: login, name }, signal));
    const applied = facts && (await state.configs.of(facts.id));
    if (applied) configs.push(applied);
  }
  return configs.slice(0, MOST_CONFIGS);
}

function grantedElsewhere(owner: string, layers: readonly (PolicyLayer | undefined)[]) {
  const names = layers.flatMap((layer) => layer?.policy.grants ?? []).map(({ repository }) => repository);
  return [...new Set(names)]
    .map((name) => name.split("/"))
    .flatMap(([login = "", name = ""]) => (login !== owner.toLowerCase() ? [{ owner: login, name }] : []))
    .slice(0, MOST_GRANTED);
}
