/** The check run on the commit whose config is applied. Branch protection rules may name it, so it never changes. */
export const CHECK_NAME = "mirror / sync";
