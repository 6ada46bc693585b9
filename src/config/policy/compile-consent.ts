import { compileGrants } from "./compile-grants.ts";
import { compileSources } from "./compile-sources.ts";
import type { OtherOwner } from "./judge.ts";
import type { Refusal } from "./policy.ts";

/**
 * Makes another owner's answer to a source, without tag, that a repository wants to bring to a destination below that owner: why it may
 * not, or undefined. It takes the App and a grant there, and what is brought has to follow the rules for sources there.
 */
export function compileConsent(
  owner: string,
  other: OtherOwner | undefined,
  repository: string,
): (source: string, destination: string, path: string) => Refusal | undefined {
  const { isInstalled = false, layer } = other ?? {};
  if (isInstalled && layer) {
    const refuseDestination = compileGrants(layer, repository);
    const refuseSource = compileSources(layer);
    return (source, destination, path) => refuseDestination(destination, path) ?? refuseSource(source);
  }
  const why = isInstalled
    ? `\`${owner}\` has no policy that consents`
    : `the App is not installed for \`${owner}\``;
  const install = isInstalled ? "" : "to install the App, and ";
  return (_source, destination, path) => ({
    side: "destination",
    message: `\`${destination}\` may not be written: ${why}`,
    remedy: `Ask the owners of \`${owner}\` ${install}for a policy in \`${owner}/.github\` that grants \`${path}\` to \`${repository}\`.`,
    rule: undefined,
  });
}
