import type { SandboxGitHub } from "./github/start-github.ts";
import type { TokenAuth } from "./registry/auth-mode.ts";

/**
 * Lets the tokens of a GitHub's installations and of its workflows' jobs log in to a registry: the `verify` of its
 * {@link TokenAuth}.
 */
export function packagesTokens(
  github: Pick<SandboxGitHub, "findToken" | "reaches" | "world">,
): NonNullable<TokenAuth["verify"]> {
  const { repositories } = github.world;
  return (token) => {
    const actor = github.findToken(token);
    if (actor?.kind !== "installation" && actor?.kind !== "job") return undefined;
    const access = actor.permissions["packages"];
    const packages = access === "admin" ? "write" : access;
    if (actor.kind === "job") {
      const owner = repositories.get(actor.repository)?.owner;
      return owner && { account: owner.login, packages, repository: actor.repository };
    }
    const reached = [...repositories.values()].find(({ owner, name }) =>
      github.reaches(actor, owner.login, name),
    );
    return reached && { account: reached.owner.login, packages };
  };
}
