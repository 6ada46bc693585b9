import type { PolicyLayer } from "../../../config/policy/policy.ts";
import type { Command } from "../../../github/commands/command.ts";
import { rowOf } from "../../../github/commands/table.ts";
import { policyName } from "../../../github/report/render/plans/refusal-words.ts";
import { helpTable } from "../../../github/report/render/render-help.ts";
import type { Role } from "../../../github/threads.ts";
import type { BrokenPolicy } from "../../read-layers.ts";
import { addImages } from "./add-images.ts";
import type { Asked } from "./asked.ts";
import { cancelRuns } from "./cancel-runs.ts";
import { consultDoctor } from "./consult-doctor.ts";
import { done, type Outcome, unclear } from "./outcome.ts";
import { planImages } from "./plan-images.ts";
import { retryFailed } from "./retry-failed.ts";
import { syncImages } from "./sync-images.ts";
import { tellStatus } from "./tell-status.ts";
import { verifyImages } from "./verify-images.ts";

/** By what it is judged who may use which command. */
export interface Rights {
  readonly role: Role;
  readonly layers: readonly PolicyLayer[];
  /** A policy that cannot be read: whatever is more than to look is not done. */
  readonly broken: BrokenPolicy | undefined;
}

/** Obeys one command of somebody who may use it. May be done again from the beginning. */
export async function obeyCommand(command: Command, asked: Asked, rights: Rights): Promise<Outcome> {
  const { broken, layers } = rights;
  if (broken && rowOf(command.name).role !== "read")
    return unclear(`${policyName(broken.file)} cannot be read, and until it can, nothing is allowed.`);
  switch (command.name) {
    case "help":
      return done(helpTable(rights.role, layers));
    case "status":
      return await tellStatus(asked, command.images, layers);
    case "plan":
      return await planImages(asked, command.images);
    case "sync":
      return await syncImages(asked, command);
    case "retry":
      return await retryFailed(asked);
    case "cancel":
      return await cancelRuns(asked);
    case "verify":
      return await verifyImages(asked, command.images);
    case "add":
      return await addImages(asked, command.images);
    case "doctor":
      return await consultDoctor(asked, layers);
  }
}
