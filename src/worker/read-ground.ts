import type { Config } from "../config/config.ts";
import type { Ground, OtherOwner } from "../config/policy/judge.ts";
import type { PolicyFile, PolicyLayer } from "../config/policy/policy.ts";
import type { Place } from "../jobs/errand.ts";
import { findPolicy } from "./find-policy.ts";
import type { WorkerParts } from "./parts.ts";
import { type BrokenPolicy, POLICY_REPOSITORY, readLayers } from "./read-layers.ts";

/** What a config is judged by, or a policy that cannot be read: then nothing is allowed. */
export type FoundGround = KnownGround | { readonly broken: BrokenPolicy };

/** What a config is judged by. */
export interface KnownGround {
  readonly ground: Ground;
  /** The installations on the other owners that the config writes to, by login in lower case. */
  readonly installations: ReadonlyMap<string, number>;
  readonly broken?: undefined;
}

/** Other owners that one config may write to. */
const MOST_OWNERS = 20;
/** The same for what a stranger proposes: each is looked up at the expense of all installations, which share the App's own limit. */
export const OWNERS_OF_STRANGERS = 2;

/**
 * Reads the policies that a config of a repository has to do with: those that bind the repository, and those of the first `mostOwners` other
 * owners that it writes to; of more of them nothing is known, and nothing allowed.
 */
export async function readGround(
  parts: Pick<WorkerParts, "github" | "registry">,
  place: Place,
  config: Config,
  signal: AbortSignal,
  mostOwners = MOST_OWNERS,
): Promise<FoundGround> {
  const found = await readLayers(parts, place, signal);
  return found.broken ? found : await groundOf(parts, place, config, found.layers, signal, mostOwners);
}

/** The same where the policies that bind the repository were read already. */
export async function groundOf(
  parts: Pick<WorkerParts, "github" | "registry">,
  place: Place,
  config: Config,
  layers: readonly PolicyLayer[],
  signal: AbortSignal,
  mostOwners = MOST_OWNERS,
): Promise<KnownGround> {
  const { registry } = parts;
  const others = new Map<string, OtherOwner>();
  const installations = new Map<string, number>();
  for (const owner of otherOwners(config, registry, place.repository.owner).slice(0, mostOwners)) {
    const installation = await parts.github.installationOf(owner, signal);
    if (installation !== undefined) installations.set(owner, installation);
    const layer = installation && (await consentOf(parts, installation, owner, signal));
    others.set(owner, { isInstalled: installation !== undefined, layer: layer || undefined });
  }
  const ground: Ground = { registry, repository: place.repository, layers, others };
  return { ground, installations };
}

/** In lower case. */
function otherOwners({ entries }: Config, registry: string, own: string): readonly string[] {
  const owners = entries.flatMap(({ to }) =>
    to?.registry === registry ? to.repository.slice(0, to.repository.indexOf("/")) : [],
  );
  return [...new Set(owners)].filter((owner) => owner !== own.toLowerCase());
}

async function consentOf(
  { github }: Pick<WorkerParts, "github">,
  installation: number,
  owner: string,
  signal: AbortSignal,
): Promise<PolicyLayer | undefined> {
  const repository = { owner, name: POLICY_REPOSITORY };
  const found = await findPolicy(github.installation(installation), repository, "destination", signal);
  return found?.broken ? { kind: "destination", ...nothing(found.broken.file) } : found?.layer;
}

/** What a policy that cannot be read consents to. */
function nothing(file: PolicyFile): Pick<PolicyLayer, "file" | "policy"> {
  const policy = {
    version: 1,
    sources: { allow: undefined, deny: [] },
    grants: [],
    require: { verify: [] },
    commands: new Map(),
    publisher: undefined,
  } as const;
  return { file, policy };
}
