import type { Forbidden } from "../../config/policy/judge.ts";
import type { PolicyFile } from "../../config/policy/policy.ts";
import type { Problem } from "../../config/problem.ts";
import type { PullBudget } from "../../publish/plan/pull-budget.ts";
import type { RunReport } from "../../reconcile/report.ts";
import type { CheckButton, RepositoryName } from "../github.ts";
import type { CheckOutput } from "./check-output.ts";
import type { PolicyChange } from "./policy-words.ts";

/** What a look at a proposed change has found; one that changes both config and policy has two. Plain data. */
export type PlanFinding =
  | { readonly kind: "plan"; readonly plan: ProposedPlan }
  | { readonly kind: "invalid-config"; readonly problems: readonly Problem[] }
  /** The config goes away. */
  | { readonly kind: "removed"; readonly left: readonly LeftImage[] }
  /** A policy that is in force cannot be read, so that nothing is allowed. */
  | { readonly kind: "broken-policy"; readonly file: PolicyFile; readonly problems: readonly Problem[] }
  /** The proposed policy is wrong. */
  | { readonly kind: "invalid-policy"; readonly path: string; readonly problems: readonly Problem[] }
  /** The proposed policy is right, or goes away. `change` is undefined where nobody looked what it means for the repositories. */
  | { readonly kind: "policy"; readonly change: PolicyChange | undefined };

/** What a plan of a proposed config found: everything that its check run and comment say. */
export interface ProposedPlan {
  /** The images of the proposed config, as a dry run sees them. */
  readonly report: RunReport;
  /** The lines of the entries that the change adds or alters, or forbids; the others were so before it. */
  readonly touched: ReadonlySet<number>;
  /** Images that the config kept up until now, and would not any longer: their copies stay. */
  readonly left: readonly LeftImage[];
  /** What policies forbid. */
  readonly forbidden: readonly Forbidden[];
  /** How many images' contents were not looked into, because that costs pulls: what they move is not in the sums. */
  readonly unsurveyed: number;
  /** Images that not everybody may see: what was brought last is believed of them. */
  readonly believed: number;
  /** What the App may pull now, of the registries that limit it. */
  readonly budgets: readonly PullBudget[];
}

/** An image that nothing keeps up any longer. References in full. */
export interface LeftImage {
  readonly source: string;
  readonly destination: string;
}

/** Where and when a plan was made. */
export interface PlanContext {
  readonly repository: RepositoryName;
  /** The config, from the top of the repository; the policy where only that is changed. */
  readonly path: string;
  readonly commit: string;
  /** Undefined: it is a merge queue's group. */
  readonly pull: number | undefined;
  readonly isFork: boolean;
  /** The branch that it would be merged into, and the default branch: only there a config is carried out. */
  readonly baseBranch: string;
  readonly defaultBranch: string;
  /** The policies that were asked. */
  readonly policies: readonly PolicyFile[];
  /** Milliseconds since the epoch. */
  readonly computedAt: number;
}

/** The texts of a plan: a check run's, and a sticky comment's without its marker. */
export interface RenderedPlan {
  readonly conclusion: "success" | "failure" | "neutral";
  readonly output: CheckOutput;
  readonly comment: string;
  /** Whether it is worth a comment where there is none. */
  readonly isNews: boolean;
  /** What may be pressed on the check run. */
  readonly buttons: readonly CheckButton[];
  /** The same for the same findings, whenever they were made: what to compare by. */
  readonly said: string;
}
