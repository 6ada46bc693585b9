import type { Forbidden } from "../../config/policy/judge.ts";
import type { PolicyFile } from "../../config/policy/policy.ts";
import type { RunReport } from "../../reconcile/report.ts";
import type { RepositoryName } from "../github.ts";
import type { CheckOutput } from "./check-output.ts";

/** What a plan of a proposed config found: everything that its check run and comment say. Plain data. */
export interface ProposedPlan {
  /** The images of the proposed config, as a dry run sees them. */
  readonly report: RunReport;
  /** Sources (`docker.io/library/redis:7`) of images that the change adds or alters; the others were so before it. */
  readonly touched: ReadonlySet<string>;
  /** Images that the config kept up until now, and would not any longer: their copies stay. References in full. */
  readonly left: readonly { readonly source: string; readonly destination: string }[];
  /** What policies forbid. */
  readonly forbidden: readonly Forbidden[];
  /** How many images' contents were not looked into, because that costs pulls: what they move is not in the sums. */
  readonly unsurveyed: number;
  /** Images at private destinations, where what we brought last was believed instead of seen. */
  readonly believed: number;
}

/** Where and when a plan was made. */
export interface PlanContext {
  readonly repository: RepositoryName;
  /** The config, from the top of the repository. */
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
  /** Undefined: there is nothing that a comment need say. */
  readonly comment: string | undefined;
  /** The same for the same findings, whenever they were made: what to compare by. */
  readonly said: string;
}
