import { GitHubError } from "../github/github-error.ts";
import { abortable } from "../oci/abortable.ts";
import { mapBounded } from "../reconcile/map-bounded.ts";
import { Chart } from "./chart.ts";
import { checkActionsEnabled } from "./checks/actions-enabled.ts";
import { checkAppPermissions } from "./checks/app-permissions.ts";
import { checkConfig } from "./checks/config.ts";
import { checkLastRefusals } from "./checks/last-refusals.ts";
import { checkLayerLimits } from "./checks/layer-limits.ts";
import { checkNameCase } from "./checks/name-case.ts";
import { checkPackageCreation } from "./checks/package-creation.ts";
import { checkPackages } from "./checks/packages.ts";
import { checkPublisher } from "./checks/publisher.ts";
import { checkPullLimits } from "./checks/pull-limits.ts";
import { checkVisibility } from "./checks/visibility.ts";
import { checkWebhook } from "./checks/webhook.ts";
import { checkWorkflowEnabled } from "./checks/workflow-enabled.ts";
import { checkWorkflowFile } from "./checks/workflow-file.ts";
import { checkWorkflowPermissions } from "./checks/workflow-permissions.ts";
import type { Diagnosis, Finding } from "./finding.ts";
import type { Instruments, Patient } from "./instruments.ts";
import { OutOfSight } from "./out-of-sight.ts";

/** How long an examination may take, in milliseconds: somebody waits for it. */
const PATIENCE = 60_000;
const NOT_TAKEN =
  "Check `GH_TOKEN` or `GITHUB_TOKEN`, and `APP_ID` with its `PRIVATE_KEY`: GitHub does not take one of them.";
/** Checks that are under way at the same time. */
const CONCURRENCY = 6;

interface Check {
  readonly name: string;
  readonly look: (chart: Chart) => Promise<readonly Diagnosis[]>;
  /** Whether it is about the workflow, which the publisher `app` does without. */
  readonly ofWorkflow?: true;
}

/** In the order in which things must be right. */
const CHECKS: readonly Check[] = [
  { name: "App permissions", look: checkAppPermissions },
  { name: "Webhook", look: checkWebhook },
  { name: "Config", look: checkConfig },
  { name: "Publisher", look: checkPublisher },
  { name: "Workflow file", look: checkWorkflowFile, ofWorkflow: true },
  { name: "Workflow enabled", look: checkWorkflowEnabled, ofWorkflow: true },
  { name: "GitHub Actions", look: checkActionsEnabled, ofWorkflow: true },
  { name: "Workflow permissions", look: checkWorkflowPermissions, ofWorkflow: true },
  { name: "Last refusals", look: checkLastRefusals },
  { name: "Package", look: checkPackages },
  { name: "Visibility", look: checkVisibility },
  { name: "Package creation", look: checkPackageCreation },
  { name: "Name case", look: checkNameCase },
  { name: "Layer limits", look: checkLayerLimits },
  { name: "Pull limit", look: checkPullLimits },
];

/**
 * Looks for everything that could keep images from being mirrored. A check that fails is a finding, `unknown`, with the words of
 * its failure, or `bad` where GitHub does not take the credential; one that does not come to an end within a minute is `unknown`, too.
 * Rejects with the reason of `signal` only.
 */
export async function examine(
  patient: Patient,
  instruments: Instruments,
  signal: AbortSignal,
  patience: number = PATIENCE,
): Promise<readonly Finding[]> {
  const late = AbortSignal.timeout(patience);
  const chart = new Chart(patient, instruments, AbortSignal.any([signal, late]));
  const checks = CHECKS.filter(({ ofWorkflow }) => !ofWorkflow || patient.publisher !== "app");
  const findings = await mapBounded(checks, CONCURRENCY, async ({ name, look }) => {
    const diagnoses = await abortable(look(chart), chart.signal).catch((error: unknown) => {
      signal.throwIfAborted();
      return [late.aborted ? tooLate(patience) : failed(error)];
    });
    return diagnoses.map(({ about, ...diagnosis }) => ({
      name: about === undefined ? name : `${name}: ${about}`,
      ...diagnosis,
    }));
  });
  signal.throwIfAborted();
  return findings.flat();
}

function failed(error: unknown): Diagnosis {
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof GitHubError && error.status === 401) return { state: "bad", words, remedy: NOT_TAKEN };
  return { state: "unknown", words, ...(error instanceof OutOfSight && { remedy: error.remedy }) };
}

function tooLate(patience: number): Diagnosis {
  return {
    state: "unknown",
    words: `There was no answer within ${patience / 1000} s.`,
    remedy: "Try again.",
  };
}
