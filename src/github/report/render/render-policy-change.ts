import type { Problem } from "../../../config/problem.ts";
import type { PolicyChange } from "../policy-words.ts";
import { fitParts } from "./fit-parts.ts";
import { code, time } from "./markdown.ts";
import type { PlanSection } from "./plans/plan-section.ts";
import { sectionOfPolicy } from "./plans/section-of-policy.ts";
import { sectionOfProblems } from "./plans/section-of-problems.ts";
import type { RenderedEnd } from "./rendered-end.ts";

/** Which policy it is, and when it was looked at. */
export interface PolicyContext {
  /** From the top of the repository. */
  readonly path: string;
  readonly commit: string;
  /** Milliseconds since the epoch. */
  readonly finishedAt: number;
}

/** What a policy that has come into force changes. It ends as `success`. */
export function renderPolicyChange(change: PolicyChange, context: PolicyContext): RenderedEnd {
  const isFreed = change.touched.some(({ allowed }) => allowed.length > 0);
  const next = isFreed ? "What is allowed now is mirrored at once." : "";
  return rendered(sectionOfPolicy(change), next, context);
}

/** What is said of a policy that is wrong: each problem on its line. It ends as `failure`. */
export function renderInvalidPolicy(problems: readonly Problem[], context: PolicyContext): RenderedEnd {
  const words = "nothing is allowed in any repository until then";
  return rendered(sectionOfProblems(problems, context.path, words), "", context);
}

function rendered(
  section: PlanSection,
  next: string,
  { path, commit, finishedAt }: PolicyContext,
): RenderedEnd {
  const { conclusion, headline, parts, annotations } = section;
  const origin = `From ${code(`${path}@${commit.slice(0, 7)}`)}, at ${time(finishedAt)}.`;
  return {
    conclusion,
    output: { title: headline, summary: fitParts([...parts, next, origin]), annotations },
  };
}
