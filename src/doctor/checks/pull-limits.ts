import type { PullLimit } from "../../oci/registry/pull-limit.ts";
import { formatDuration } from "../../text/format-duration.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";
import type { LastRun } from "../instruments.ts";

/** Less than this part of a limit is little. */
const LITTLE = 0.1;

/** What may still be pulled: by this machine from Docker Hub now, and by whoever carried the last run when it ended. */
export async function checkPullLimits(chart: Chart): Promise<readonly Diagnosis[]> {
  const { instruments, signal } = chart;
  const [here, last] = await Promise.all([
    instruments.registry.pullLimit(signal).then(judgeHere, couldNotAsk),
    chart.evidence(),
  ]);
  return [{ about: "docker.io, asked here", ...here }, ...(last ? judgeLastLimits(last) : [])];
}

/** One for each registry that told a limit. */
export function judgeLastLimits({ report, workflowRun }: LastRun): readonly Diagnosis[] {
  const who = workflowRun === undefined ? "last run" : "last job";
  // Runs of earlier versions told none.
  const limits: readonly PullLimit[] = report.pullLimits ?? [];
  return limits.map((limit) => ({ about: `${limit.registry}, ${who}`, ...judgePullLimit(limit) }));
}

function judgeHere(limit: PullLimit | undefined): Diagnosis {
  return limit ? judgePullLimit(limit) : { state: "good", words: "Docker Hub sets no limit here." };
}

function judgePullLimit({ limit, remaining, window, countedBy }: PullLimit): Diagnosis {
  const span = formatDuration(window * 1000);
  const whose = countedBy === undefined ? "" : `, counted by ${countedBy}`;
  const words = `${remaining} of ${limit} pulls in ${span} are left${whose}.`;
  if (remaining >= limit * LITTLE) return { state: "good", words };
  return {
    state: "warning",
    words,
    remedy: `Wait, ${span} at most; or log in for a higher limit, in the workflow with the Actions secret \`MIRROR_DOCKER_CONFIG\`.`,
  };
}

function couldNotAsk(error: unknown): Diagnosis {
  return { state: "unknown", words: error instanceof Error ? error.message : String(error) };
}
