import { digestOf } from "../../../oci/digest.ts";
import type { ImageReport } from "../../../reconcile/report.ts";
import type { CheckButton } from "../../github.ts";
import { PLAN_BUTTON, SYNC_BUTTON } from "../check-buttons.ts";
import type { PlanContext, PlanFinding, RenderedPlan } from "../plan-words.ts";
import { BUDGET, fitParts } from "./fit-parts.ts";
import { code, prose, time } from "./markdown.ts";
import type { PlanSection } from "./plans/plan-section.ts";
import { policyName } from "./plans/refusal-words.ts";
import { sectionOfPlan } from "./plans/section-of-plan.ts";
import { sectionOfPolicy, sectionOfUnweighedPolicy } from "./plans/section-of-policy.ts";
import { sectionOfBrokenPolicy, sectionOfProblems } from "./plans/section-of-problems.ts";
import { sectionOfRemoval } from "./plans/section-of-removal.ts";

/** GitHub takes 65,536 characters, and a marker stands above. */
const COMMENT_BUDGET = BUDGET - 200;

/** What a check run and a comment say of a proposed change: `findings` are one or two. Every value in them is from outside. */
export function renderPlan(findings: readonly PlanFinding[], context: PlanContext): RenderedPlan {
  const sections = findings.map((finding) => sectionOf(finding, context));
  const hasWork = sections.some((section) => section.hasWork);
  const title = sections.map(({ headline }) => headline).join("; ");
  const parts = [
    ...sections.flatMap((section) => section.parts),
    nextStep(context, { hasWork, hasEffect: !findings.every(isWrong) }),
    origin(context),
  ];
  const details = sections.flatMap((section) => section.details);
  const text = fitParts(details);
  return {
    conclusion: conclusionOf(sections),
    output: {
      title,
      summary: fitParts(parts),
      ...(text && { text }),
      annotations: sections.flatMap(({ annotations }) => annotations),
    },
    comment: fitParts([`### ${prose(title)}`, ...parts, ...details], COMMENT_BUDGET),
    isNews: sections.some(({ isNews }) => isNews),
    buttons: buttonsFor(context, hasWork),
    said: fingerprint(findings, context),
  };
}

function sectionOf(finding: PlanFinding, context: PlanContext): PlanSection {
  switch (finding.kind) {
    case "plan":
      return sectionOfPlan(finding.plan, context);
    case "removed":
      return sectionOfRemoval(finding.left);
    case "invalid-config":
      return sectionOfProblems(finding.problems, context.path, "nothing of it can be carried out");
    case "invalid-policy":
      return sectionOfProblems(finding.problems, finding.path, "merged like this, it would allow nothing");
    case "broken-policy":
      return sectionOfBrokenPolicy(finding.file, finding.problems);
    case "policy":
      return finding.change ? sectionOfPolicy(finding.change) : sectionOfUnweighedPolicy();
  }
}

/** For a fork, a person names the commit in a comment. */
function buttonsFor({ pull, isFork }: PlanContext, hasWork: boolean): readonly CheckButton[] {
  if (pull === undefined) return [];
  return hasWork && !isFork ? [PLAN_BUTTON, SYNC_BUTTON] : [PLAN_BUTTON];
}

function conclusionOf(sections: readonly PlanSection[]): RenderedPlan["conclusion"] {
  const conclusions = sections.map(({ conclusion }) => conclusion);
  if (conclusions.includes("failure")) return "failure";
  return conclusions.includes("success") ? "success" : "neutral";
}

/** What cannot be carried out at all. */
function isWrong({ kind }: PlanFinding): boolean {
  return kind === "invalid-config" || kind === "invalid-policy" || kind === "broken-policy";
}

interface Prospect {
  readonly hasWork: boolean;
  /** Something comes of it when it is merged. */
  readonly hasEffect: boolean;
}

function nextStep(context: PlanContext, { hasWork, hasEffect }: Prospect): string {
  const { pull, isFork, commit } = context;
  const effects = hasEffect ? effect(context) : "";
  if (pull === undefined) return effects;
  const sync = `/mirror sync${isFork ? ` ${commit}` : ""}`;
  return [
    `${effects} Recompute: ${code("/mirror plan")}`.trimStart(),
    ...(hasWork ? [`mirror now for this pull request: ${code(sync)}`] : []),
  ].join(" · ");
}

function effect({ baseBranch, defaultBranch }: PlanContext): string {
  if (baseBranch === defaultBranch) return "Takes effect after merge.";
  return `${code(baseBranch)} is not the default branch: nothing of this takes effect before it is merged into ${code(defaultBranch)}.`;
}

function origin({ path, commit, computedAt, policies }: PlanContext): string {
  const judged =
    policies.length > 0 ? `, under ${policies.map((file) => policyName(file)).join(" and ")}` : "";
  return `Computed from ${code(`${path}@${commit.slice(0, 7)}`)} at ${time(computedAt)}${judged}.`;
}

/** What differs between two looks at the same. */
const PASSING: ReadonlySet<string> = new Set([
  "commit",
  "computedAt",
  "seconds",
  "pullLimits",
  "budgets",
  "isBelieved",
]);

/** A hash of what is said, without when it was found out, and at which commits. */
function fingerprint(findings: readonly PlanFinding[], context: PlanContext): string {
  // The text for a fork names its commit, to be copied from there.
  const named = context.isFork ? context.commit : "";
  const said = JSON.stringify([findings, context, named], (key, value: unknown) => {
    if (PASSING.has(key)) return undefined;
    if (key === "images" && Array.isArray(value)) return value.map(withoutIdleReason);
    return value instanceof Set ? [...value] : value;
  });
  return digestOf(Buffer.from(said));
}

/** Why an image is up to date is nowhere said, and is another reason where the destination was believed. */
function withoutIdleReason(image: ImageReport): ImageReport {
  return image.action === "up-to-date" ? { ...image, reason: "" } : image;
}
