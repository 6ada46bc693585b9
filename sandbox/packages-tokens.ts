import type { SandboxGitHub } from "./github/start-github.ts";
import type { TokenAuth } from "./registry/auth-mode.ts";

/** Lets the tokens of a GitHub's installations log in to a registry: the `verify` of its {@link TokenAuth}. */
export function packagesTokens(
  github: Pick<SandboxGitHub, "findToken" | "reaches" | "world">,
): NonNullable<TokenAuth["verify"]> {
  return (token) => {
    const actor = github.findToken(token);
    if (actor?.kind !== "installation") return undefined;
    const reached = [...github.world.repositories.values()].find(({ owner, name }) =>
      github.reaches(actor, owner.login, name),
    );
    const access = actor.permissions["packages"];
    return reached && { account: reached.owner.login, packages: access === "admin" ? "write" : access };
  };
}
