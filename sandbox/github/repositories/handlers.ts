import type { Handlers } from "../handler.ts";
import { checkRunHandlers } from "./handlers/check-run-handlers.ts";
import { commitHandlers } from "./handlers/commit-handlers.ts";
import { contentHandlers } from "./handlers/content-handlers.ts";
import { fileHandlers } from "./handlers/file-handlers.ts";
import { gitHandlers } from "./handlers/git-handlers.ts";
import { gitWriteHandlers } from "./handlers/git-write-handlers.ts";
import { issueHandlers } from "./handlers/issue-handlers.ts";
import { pullHandlers } from "./handlers/pull-handlers.ts";
import { repositoryInfoHandlers } from "./handlers/repository-handlers.ts";

/** Everything that is asked of one repository. The handlers throw a `Refusal` where GitHub would refuse. */
export const repositoryHandlers: Handlers = {
  ...repositoryInfoHandlers,
  ...contentHandlers,
  ...fileHandlers,
  ...commitHandlers,
  ...gitHandlers,
  ...gitWriteHandlers,
  ...checkRunHandlers,
  ...issueHandlers,
  ...pullHandlers,
};
