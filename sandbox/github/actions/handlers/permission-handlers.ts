import type { Handlers } from "../../handler.ts";
import { repositoryOf } from "../../repositories/handlers/repository-of.ts";

/** https://docs.github.com/en/rest/actions/permissions */
export const permissionHandlers: Handlers = {
  "actions/get-github-actions-permissions-repository": (call) => {
    const { isEnabled } = call.world.actions.of(repositoryOf(call, "admin")).settings;
    return { status: 200, body: { enabled: isEnabled, ...(isEnabled && { allowed_actions: "all" }) } };
  },

  "actions/get-github-actions-default-workflow-permissions-repository": (call) => {
    const { defaultPermissions, canApprovePullRequests } = call.world.actions.of(
      repositoryOf(call, "admin"),
    ).settings;
    return {
      status: 200,
      body: {
        default_workflow_permissions: defaultPermissions,
        can_approve_pull_request_reviews: canApprovePullRequests,
      },
    };
  },
};
