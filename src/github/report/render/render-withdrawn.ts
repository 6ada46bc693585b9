import { printable } from "../../../text/printable.ts";
import type { CheckOutput } from "../check-output.ts";
import { code } from "./markdown.ts";

/** Why a run that somebody asked for was not begun: they may not ask any longer, or what they asked about has changed. */
export type Withdrawal =
  | { readonly kind: "not-allowed"; readonly login: string }
  | { readonly kind: "moved"; readonly login: string; readonly head: string }
  | { readonly kind: "closed"; readonly login: string };

/** The last word on a run that was asked for and then not begun. It ends as `cancelled`. */
export function renderWithdrawn(withdrawal: Withdrawal): CheckOutput {
  const { login } = withdrawal;
  const asked = `${code(login)} asked for this`;
  switch (withdrawal.kind) {
    case "not-allowed":
      return {
        title: printable(`Not begun: ${login} may not ask for it any longer`),
        summary: `${asked}, and has lost the role for it before its turn came. Nothing was copied.`,
      };
    case "moved":
      return {
        title: `Not begun: the pull request is at ${withdrawal.head.slice(0, 7)} by now`,
        summary: `${asked} at this commit, and something was pushed in between. Nothing was copied. Look at the new commit, and comment \`/mirror sync\` again.`,
      };
    case "closed":
      return {
        title: "Not begun: the pull request is closed",
        summary: `${asked}, and the pull request was closed before its turn came. Nothing was copied.`,
      };
  }
}
