import { Refusal } from "../../refusal.ts";
import type { Account } from "../../world.ts";
import type { Repository } from "../repository.ts";
import { isAtLeast } from "../role-book.ts";
import type { Issue } from "./issue.ts";

/** What somebody is about to do, in GitHub's words. */
export type Deed =
  | "create comment"
  | "update comment"
  | "create reaction"
  | "edit an issue"
  | "open an issue"
  | "open a pull request";

/** What a limit of interactions calls it. */
const LIMITED: Readonly<Record<Deed, string>> = {
  "create comment": "comment",
  "update comment": "edit comments",
  "create reaction": "react",
  "edit an issue": "edit issues",
  "open an issue": "open an issue",
  "open a pull request": "open a pull request",
};

/**
 * Refuses whom GitHub does not let speak: everybody where the repository is archived; all but its collaborators where interactions are
 * limited; and all who may not write to it where the conversation is locked. Apps are no collaborators, whatever they were granted.
 * https://docs.github.com/en/communities/moderating-comments-and-conversations/locking-conversations
 * https://docs.github.com/en/communities/moderating-comments-and-conversations/limiting-interactions-in-your-repository
 */
export function requireVoice(repository: Repository, who: Account, deed: Deed, issue?: Issue): void {
  repository.requireWritable();
  const role = who.type === "User" ? repository.collaboratorRole(who) : "none";
  if (repository.interactions === "collaborators_only" && role === "none") {
    const deeds = LIMITED[deed];
    throw new Refusal(
      403,
      `An owner of this repository has limited the ability to ${deeds} to users that are collaborators on this repository.`,
    );
  }
  // The text of an issue is no comment: its author may still change it.
  if (issue?.lock && deed !== "edit an issue" && !isAtLeast(role, "write")) {
    throw new Refusal(403, `Unable to ${deed} because issue is locked.`);
  }
}
