import type { PolicyLayer } from "./policy.ts";

/** Whose policy it is, as sentences name it, and what to do about a rule of it: words after “or”. */
export function keeperOf({ kind, file }: PolicyLayer): { readonly name: string; readonly remedy: string } {
  if (kind === "own") return { name: "this repository's own policy", remedy: "change the rule" };
  const [owner] = file.repository.split("/");
  return {
    name: kind === "organization" ? "the organization's policy" : `the policy of \`${owner}\``,
    remedy: `ask those who keep \`${file.repository}\` to change the rule`,
  };
}
