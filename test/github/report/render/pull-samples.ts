import { parseConfig } from "../../../../src/config/parse-config.ts";
import { type Forbidden, judge } from "../../../../src/config/policy/judge.ts";
import { parsePolicy } from "../../../../src/config/policy/parse-policy.ts";
import type { PlanContext, PlanFinding, RenderedPlan } from "../../../../src/github/report/plan-words.ts";
import type { PolicyChange } from "../../../../src/github/report/policy-words.ts";
import { renderPlan } from "../../../../src/github/report/render/render-plan.ts";
import {
  renderPlanAbandoned,
  renderPlanGone,
  renderPlanMoved,
} from "../../../../src/github/report/render/render-plan-steps.ts";
import { alpine, context, entryOf, missing, planOf, policy, redis, reportOf, vault } from "./plans.ts";

const node = { source: "docker.io/library/node:20", destination: "ghcr.io/acme/node:20" };
const images = [vault, redis, alpine];
const report = reportOf(images, { "docker.io": 3 });
/** It adds one image and takes another one away. */
const addition: PlanFinding = { kind: "plan", plan: planOf(images, [4], { report, left: [node] }) };

const mysql = forbiddenOf("docker.io/library/mysql:8");
const refused: PlanFinding = {
  kind: "plan",
  plan: planOf([missing, redis, alpine], [mysql.entry.position.line, 9], { forbidden: [mysql] }),
};

const problems = [{ line: 3, column: 5, path: "mirrors[0]", message: "is no reference", hint: "write it" }];
const touched = {
  repository: "acme/tools",
  path: ".github/mirror.yml",
  forbidden: [mysql],
  allowed: [entryOf("library/redis", "7", 3)],
};
/** Of 12 applied configs, the policy of `acme` means another thing for one. */
export const change: PolicyChange = { isThere: true, touched: [touched], unnamed: 0, configs: 12 };
const policyPath = policy.path;

/** One of each plan that a pull request can get. */
export const PLANS = {
  addition: render([addition]),
  refused: render([refused], { policies: [policy] }),
  fork: render([addition], { isFork: true }),
  elsewhere: render([addition], { baseBranch: "release-1" }),
  thrifty: render([{ kind: "plan", plan: planOf([vault], [4], { unsurveyed: 2, believed: 1 }) }]),
  scarce: render([
    {
      kind: "plan",
      plan: planOf([vault], [4], {
        report: reportOf([vault], { "docker.io": 31 }),
        budgets: [{ registry: "docker.io", limit: 100, remaining: 30, free: 10, window: 21_600 }],
      }),
    },
  ]),
  idle: render([{ kind: "plan", plan: planOf([alpine]) }]),
  empty: render([{ kind: "plan", plan: planOf([]) }]),
  removed: render([{ kind: "removed", left: [node] }]),
  invalid: render([{ kind: "invalid-config", problems }]),
  broken: render([{ kind: "broken-policy", file: policy, problems }]),
  invalidPolicy: render([{ kind: "invalid-policy", path: policyPath, problems }], { path: policyPath }),
  policy: render([{ kind: "policy", change }], { path: policyPath }),
} as const;

/** How a plan's check run can end, and what its title is then. */
export const ENDS: readonly (readonly [conclusion: string, title: string])[] = [
  ...[
    PLANS.addition,
    PLANS.refused,
    PLANS.idle,
    PLANS.empty,
    PLANS.removed,
    PLANS.invalid,
    PLANS.broken,
    PLANS.invalidPolicy,
    PLANS.policy,
  ].map(({ conclusion, output }) => [conclusion, output.title] as const),
  ["neutral", renderPlanGone().title],
  ["cancelled", renderPlanMoved("9f21c0d3".repeat(5)).title],
  ["failure", renderPlanAbandoned().title],
];

function render(findings: readonly PlanFinding[], changes: Partial<PlanContext> = {}): RenderedPlan {
  return renderPlan(findings, { ...context, ...changes });
}

/** As the policy of `acme` refuses it. */
function forbiddenOf(image: string): Forbidden {
  const { config } = parseConfig(`version: 1\nmirrors:\n  - docker.io/library/redis:7\n  - ${image}\n`);
  const text = `version: 1\nsources:\n  deny:\n    - ${image.replace(/:[^:]*$/, "")}\n`;
  const parsed = parsePolicy(text, "organization");
  if (!config || !parsed.policy) throw new Error("a sample is wrong");
  const { forbidden } = judge(config, {
    registry: "ghcr.io",
    repository: context.repository,
    layers: [{ kind: "organization", file: policy, policy: parsed.policy }],
    others: new Map(),
  });
  const [one] = forbidden;
  if (!one) throw new Error("a sample is allowed");
  return one;
}
