import type { RepositoryName } from "../github/github.ts";
import type { WorkflowCarrier } from "./carrier.ts";

/** What kept a workflow from bringing the images, or from saying what became of them. */
export type Obstacle =
  | MissingWorkflow
  | OutdatedWorkflow
  | { readonly code: "WORKFLOW_DISABLED"; readonly place: WorkflowPlace; readonly words?: string }
  | { readonly code: "ACTIONS_DISABLED"; readonly place: WorkflowPlace; readonly words?: string }
  /** The App may not start workflows here: its permission `actions` waits for somebody's approval. */
  | { readonly code: "NOT_PERMITTED"; readonly place: WorkflowPlace; readonly words: string }
  /** GitHub does not start it, for a reason that we do not know. */
  | { readonly code: "NOT_ACCEPTED"; readonly place: WorkflowPlace; readonly words: string }
  | { readonly code: "WAITS_FOR_APPROVAL"; readonly place: WorkflowPlace; readonly carrier: WorkflowCarrier }
  /** Somebody, or a newer run of the same concurrency group, cancelled it. */
  | { readonly code: "CANCELLED"; readonly place: WorkflowPlace; readonly carrier: WorkflowCarrier }
  /** No step was begun: no runner, a spending limit, a mistake in the file. `words` are GitHub's. */
  | {
      readonly code: "NOT_STARTED";
      readonly place: WorkflowPlace;
      readonly carrier: WorkflowCarrier;
      readonly words: readonly string[];
    }
  | { readonly code: "TIMED_OUT"; readonly place: WorkflowPlace; readonly carrier: WorkflowCarrier }
  /** GitHub has begun it and did not say which run that is, and none has the id of ours in its name. */
  | { readonly code: "NAMELESS"; readonly place: WorkflowPlace }
  /** Somebody deleted the workflow's run before it was looked at. */
  | { readonly code: "DELETED"; readonly place: WorkflowPlace }
  /** It ended, and what it left cannot be used. `words` say why. */
  | {
      readonly code: "NO_RESULT";
      readonly place: WorkflowPlace;
      readonly carrier: WorkflowCarrier;
      readonly conclusion: string;
      readonly words: readonly string[];
    };

/** Where the workflow belongs. */
export interface WorkflowPlace {
  /** The repository that owns the mirrors. */
  readonly repository: RepositoryName;
  /** Its page: `https://github.com/acme/mirrors`. */
  readonly url: string;
  readonly defaultBranch: string;
}

/** The repository has no such workflow on its default branch: a person must add it, because the App may not write workflows. */
export interface MissingWorkflow {
  readonly code: "WORKFLOW_MISSING";
  readonly place: WorkflowPlace;
  /** From the top of the repository. */
  readonly path: string;
  /** What is to stand in it. */
  readonly text: string;
}

/** The workflow is of an older version than this ghcr-mirror needs; GitHub refused to start it in these words. */
export interface OutdatedWorkflow {
  readonly code: "WORKFLOW_OUTDATED";
  readonly place: WorkflowPlace;
  readonly path: string;
  /** What it says now. */
  readonly found: string;
  /** What it should say. */
  readonly text: string;
  readonly words: string;
}

/** What a person should know about a run that went well nonetheless. */
export type Notice =
  /** The workflow did its work, and there is a newer version of its file. */
  | {
      readonly kind: "workflow-outdated";
      readonly place: WorkflowPlace;
      readonly path: string;
      readonly found: string;
      readonly text: string;
    }
  /** A package is not as visible as the config wants it, or (`wanted` undefined) it is new and private. `package` is `ghcr.io/acme/redis`. */
  | {
      readonly kind: "visibility";
      readonly package: string;
      readonly wanted: "public" | "private" | undefined;
      readonly found: "public" | "private";
    };
