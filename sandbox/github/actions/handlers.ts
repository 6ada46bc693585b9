import type { Handlers } from "../handler.ts";
import { artifactHandlers } from "./handlers/artifact-handlers.ts";
import { permissionHandlers } from "./handlers/permission-handlers.ts";
import { runHandlers } from "./handlers/run-handlers.ts";
import { workflowHandlers } from "./handlers/workflow-handlers.ts";

/** Everything that is asked of GitHub Actions. https://docs.github.com/en/rest/actions */
export const actionsHandlers: Handlers = {
  ...workflowHandlers,
  ...runHandlers,
  ...artifactHandlers,
  ...permissionHandlers,
};
