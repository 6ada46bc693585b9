import { formatReference } from "../../oci/reference.ts";
import { destinationPath, type Entry } from "../config.ts";
import { compileConsent } from "./compile-consent.ts";
import { compileGrants } from "./compile-grants.ts";
import { compileSources } from "./compile-sources.ts";
import type { Ground } from "./judge.ts";
import type { Refusal } from "./policy.ts";

/** The owner below whom an entry's copies go, in lower case, and why they may not. */
export interface Decision {
  readonly owner: string;
  readonly refusal: Refusal | undefined;
}

/** Makes ready what there is to judge by: every pattern is read once, whatever the number of entries. */
export function compileGround(ground: Ground): (entry: Entry) => Decision {
  const { layers, registry } = ground;
  const own = ground.repository.owner.toLowerCase();
  const repository = `${ground.repository.owner}/${ground.repository.name}`;
  const sources = layers.map(compileSources);
  const organization = layers.find(({ kind, policy }) => kind === "organization" && policy.grants);
  const ownPlace = organization && compileGrants(organization, repository);
  const others = new Map(
    Array.from(ground.others, ([owner, other]) => [owner, compileConsent(owner, other, repository)] as const),
  );

  return (entry) => {
    const { owner, path } = destinationOf(entry, own);
    const destination = `${entry.to?.registry ?? registry}/${owner}${path && `/${path}`}`;
    if (path === "" || !destination.startsWith(`${registry}/`)) {
      return { owner, refusal: misplaced(destination, ground) };
    }
    const source = formatReference(entry.source);
    const nearest = sources.values().map((refusalOf) => refusalOf(source));
    const refusal = nearest.find((one) => one !== undefined);
    if (refusal || owner === own) return { owner, refusal: refusal ?? ownPlace?.(destination, path) };
    const consent = others.get(owner) ?? compileConsent(owner, undefined, repository);
    return { owner, refusal: consent(source, destination, path) };
  };
}

/** `path` is what follows the owner; it is empty where nothing does. */
function destinationOf(entry: Entry, own: string): { readonly owner: string; readonly path: string } {
  const path = destinationPath(entry);
  if (entry.to?.registry === undefined) return { owner: own, path };
  const [owner = "", ...rest] = path.split("/");
  return { owner, path: rest.join("/") };
}

function misplaced(destination: string, { registry, repository }: Ground): Refusal {
  const name = destination.slice(destination.lastIndexOf("/") + 1);
  const why = destination.startsWith(`${registry}/`)
    ? "it is an owner's name, with nothing below"
    : `it is on another registry than \`${registry}\`, where copies go`;
  return {
    side: "destination",
    message: `\`${destination}\` may not be written: ${why}`,
    remedy: `For \`${registry}/${repository.owner.toLowerCase()}/${name}\`, write \`to: ${name}\`.`,
    rule: undefined,
  };
}
