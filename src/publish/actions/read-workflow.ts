import type { InstallationGitHub, RepositoryName } from "../../github/github.ts";
import { GitHubError } from "../../github/github-error.ts";
import {
  isCurrentWorkflow,
  LARGEST_WORKFLOW,
  WORKFLOW_PATH,
  workflowText,
} from "../../workflow/workflow-file.ts";
import type { Notice, WorkflowPlace } from "../obstacle.ts";

/** The workflow of a repository as its default branch has it. */
export interface FoundWorkflow {
  readonly place: WorkflowPlace;
  /** What its file says; undefined where there is none. */
  readonly found: string | undefined;
  /** What it should say. */
  readonly text: string;
}

/** Reads the workflow of the repository that owns the mirrors. `action` is what it should use. */
export async function readWorkflow(
  github: InstallationGitHub,
  repository: RepositoryName,
  action: string,
  signal: AbortSignal,
): Promise<FoundWorkflow> {
  const facts = await github.repository(repository, signal);
  if (!facts) throw new GitHubError("NOT_FOUND", "get a repository", "it is out of the App's reach");
  const { defaultBranch, url } = facts;
  const { owner, name } = repository;
  const file = { path: WORKFLOW_PATH, ref: defaultBranch, limit: LARGEST_WORKFLOW };
  const found = await github.readFile(repository, file, signal);
  return { place: { repository: { owner, name }, url, defaultBranch }, found, text: workflowText(action) };
}

/** That there is a newer version of the workflow than the one that is in use. */
export function workflowNotices({ place, found, text }: FoundWorkflow): readonly Notice[] {
  if (found === undefined || isCurrentWorkflow(found)) return [];
  return [{ kind: "workflow-outdated", place, path: WORKFLOW_PATH, found, text }];
}
