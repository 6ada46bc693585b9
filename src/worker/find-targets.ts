import type { Forbidden, Ground, Judged, Share } from "../config/policy/judge.ts";
import type { PolicyLayer, Refusal } from "../config/policy/policy.ts";
import type { RepositoryName } from "../github/github.ts";
import type { Place } from "../jobs/errand.ts";
import type { RepositoryIdentity } from "../jobs/request.ts";
import type { PublisherMode } from "../publish/publisher-mode.ts";
import type { WorkerParts } from "./parts.ts";

/** Where the entries of a config that go below one owner are brought, and by whom. */
export interface Target {
  /** In lower case. */
  readonly owner: string;
  /** The installation there, and the repository that owns the mirrors. */
  readonly installation: number;
  readonly repository: RepositoryIdentity;
  readonly mode: PublisherMode;
  readonly share: Share;
  /** The policy of another organization that consented. Undefined: it is the config's own owner. */
  readonly consent: PolicyLayer | undefined;
}

/** The targets of a config, its own owner's first; and the entries that cannot be brought because nobody is there to carry them. */
export interface FoundTargets {
  readonly targets: readonly Target[];
  readonly unreachable: readonly Forbidden[];
}

/** What was found out about a config. */
export interface JudgedGround {
  readonly judged: Judged;
  readonly ground: Ground;
  readonly installations: ReadonlyMap<string, number>;
}

/** Finds who carries what a config means: the repository itself, or the one that the policy of the destination's owner names. */
export async function findTargets(
  { github: app, mode: usual }: Pick<WorkerParts, "github" | "mode">,
  place: Place,
  { judged, ground, installations }: JudgedGround,
  signal: AbortSignal,
): Promise<FoundTargets> {
  const targets: Target[] = [];
  const unreachable: Forbidden[] = [];
  for (const [owner, share] of judged.allowed) {
    const isOwn = owner === place.repository.owner.toLowerCase();
    const consent = isOwn ? undefined : ground.others.get(owner)?.layer;
    const layer = consent ?? ground.layers.find(({ kind }) => kind === "organization");
    const rule = layer?.policy.publisher;
    const mode = rule?.mode ?? usual;
    const installation = isOwn ? place.installation : installations.get(owner);
    const wanted = nameOf(rule?.repository ?? consent?.file.repository);
    const repository = wanted ? await find(installation, wanted, owner) : place.repository;
    if (installation !== undefined && repository)
      targets.push({ owner, installation, repository, mode, share, consent });
    else unreachable.push(...without(share, outOfReach(layer, wanted, owner)));
  }
  return { targets, unreachable };

  async function find(
    installation: number | undefined,
    name: RepositoryName,
    owner: string,
  ): Promise<RepositoryIdentity | undefined> {
    if (installation === undefined || name.owner.toLowerCase() !== owner) return undefined;
    if (isSame(name, place.repository)) return place.repository;
    const facts = await app.installation(installation).repository(name, signal);
    return facts && { id: facts.id, owner: facts.owner, name: facts.name };
  }
}

function nameOf(text: string | undefined): RepositoryName | undefined {
  const [owner = "", name = ""] = text?.split("/") ?? [];
  return text === undefined ? undefined : { owner, name };
}

function isSame(a: RepositoryName, b: RepositoryName): boolean {
  return a.owner.toLowerCase() === b.owner.toLowerCase() && a.name.toLowerCase() === b.name.toLowerCase();
}

/** The entries of a share, with the places that it does not skip. */
function without({ config, skip }: Share, refusal: Refusal): readonly Forbidden[] {
  const skipped = new Set(skip);
  const places = Array.from({ length: config.entries.length + skip.length }, (_, at) => at);
  const own = places.filter((at) => !skipped.has(at));
  return config.entries.map((entry, at) => ({ entry, index: own[at] ?? at, refusal }));
}

function outOfReach(
  layer: PolicyLayer | undefined,
  wanted: RepositoryName | undefined,
  owner: string,
): Refusal {
  const publisher = layer?.policy.publisher;
  const rule = layer && publisher && { ...layer.file, line: publisher.position.line };
  const name = `${wanted?.owner}/${wanted?.name}`;
  if (wanted && wanted.owner.toLowerCase() !== owner)
    return {
      side: "destination",
      message: `\`${name}\` is to bring it, and is no repository of \`${owner}\``,
      remedy: `Name a repository of \`${owner}\` as \`publisher.repository\` in the policy: only there a workflow may write below it.`,
      rule,
    };
  return {
    side: "destination",
    message: `\`${name}\` is to bring it, and the App cannot reach that repository`,
    remedy: `Install the App on \`${name}\`, or name another \`publisher.repository\` in the policy.`,
    rule,
  };
}
