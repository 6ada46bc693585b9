import type { StoredErrand } from "../../jobs/errand.ts";
import type { JobContext } from "../../jobs/state.ts";
import { inLogContext } from "../../observe/log-context.ts";
import type { WorkerParts } from "../parts.ts";
import { obeyButton } from "./commands/obey-button.ts";
import { obeyComment } from "./commands/obey-comment.ts";
import { heedTicks } from "./issues/heed-ticks.ts";
import { tendIssues } from "./issues/tend-issues.ts";
import { heedPackage } from "./packages/heed-package.ts";
import { planGroup } from "./plan/plan-group.ts";
import { planPull } from "./plan/plan-pull.ts";
import { tellPolicy } from "./policy/tell-policy.ts";

/** Does an errand, from its beginning where an earlier try broke off, and forgets it. One that is done already is left alone. */
export async function doErrand(parts: WorkerParts, id: string, context: JobContext): Promise<void> {
  const stored = await parts.state.errands.begin(id);
  if (!stored) return;
  const { errand } = stored;
  const repository =
    "repository" in errand ? `${errand.repository.owner}/${errand.repository.name}` : undefined;
  await inLogContext(repository ? { repository } : {}, async () => {
    await perform(parts, stored, context);
    await parts.state.errands.end(id);
  });
}

async function perform(parts: WorkerParts, { id, errand }: StoredErrand, context: JobContext): Promise<void> {
  switch (errand.kind) {
    case "plan":
      return await planPull(parts, errand, id, context);
    case "group":
      return await planGroup(parts, errand, id, context);
    case "command":
      return await obeyComment(parts, errand, id, context);
    case "button":
      return await obeyButton(parts, errand, id, context);
    case "tick":
      return await heedTicks(parts, errand, id, context);
    case "package":
      return await heedPackage(parts, errand, id, context);
    case "policy":
      return await tellPolicy(parts, errand, id, context);
    case "upkeep":
      return await tendIssues(parts, errand, id, context);
  }
}
