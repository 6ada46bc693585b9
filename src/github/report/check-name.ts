/** The check run on the commit whose config is applied. Branch protection rules may name it, so it never changes. */
export const CHECK_NAME = "mirror / sync";

/** On the head of a pull request whose config somebody has carried out before it is merged. */
export const PROPOSAL_CHECK_NAME = "mirror / sync (pull request)";

/** On the head of a pull request: what its config would do. */
export const PLAN_CHECK_NAME = "mirror / plan";

/** On the commit of a policy: what it changes. */
export const POLICY_CHECK_NAME = "mirror / policy";

/** On the commit of a policy: what another organization has brought by its consent. */
export const RECEIVED_CHECK_NAME = "mirror / received";
