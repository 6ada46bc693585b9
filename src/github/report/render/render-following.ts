import type { WorkflowCarrier } from "../../../publish/carrier.ts";
import type { Phase } from "../../../publish/phase.ts";
import { formatDuration } from "../../../text/format-duration.ts";
import type { CheckOutput } from "../check-output.ts";
import { runnersPage } from "./github-pages.ts";
import { code, link } from "./markdown.ts";

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

/** A runner takes a job within seconds where one is free. */
const [LONG, VERY_LONG] = [10 * MINUTE, HOUR];

/** What a check run says while a workflow brings the images. `now` is in milliseconds since the epoch, as the phase's times. */
export function renderFollowing(phase: Phase, now: number): CheckOutput {
  const elapsed = Math.max(0, now - phase.since);
  const time = roughly(elapsed);
  if (phase.kind === "starting") {
    return {
      title: `Starting the workflow: ${time}`,
      summary: "GitHub was asked to start the workflow that copies the images.",
    };
  }
  const { carrier } = phase;
  const run = `run ${carrier.number}`;
  const where = `${link(run, carrier.url)} of the workflow in ${code(nameOf(carrier))}`;
  switch (phase.kind) {
    case "queued":
      return {
        title: `Waiting for a runner: ${time} (${run})`,
        summary: [`No runner has begun ${where} yet.`, ...whyQueued(carrier, elapsed, time)].join("\n\n"),
      };
    case "running": {
      const { jobs, ended } = phase;
      const progress = jobs > 1 ? `${ended} of ${jobs} jobs done` : time;
      return {
        title: `Copying in GitHub Actions: ${progress} (${run})`,
        summary: `The images are copied by ${where}, for ${time} now. Its log tells how far it is; the images are listed here when it has ended.`,
      };
    }
    case "collecting":
      return {
        title: `Reading what the workflow reports (${run})`,
        summary: `It has ended, and its result is being read: ${where}.`,
      };
  }
}

function whyQueued(carrier: WorkflowCarrier, elapsed: number, time: string): string[] {
  if (elapsed < LONG) return [];
  const runners = link("the repository's runners", runnersPage(carrier));
  if (elapsed < VERY_LONG) {
    return [
      `That is unusual. Mostly all runners are busy, or none that fits ${code("runs-on")} in the workflow is online: see ${runners}. Or another run of the workflow for the same destination has not ended.`,
    ];
  }
  return [
    `It has waited for ${time}, and will hardly begin by itself. Start a runner that fits ${code("runs-on")} in the workflow, see ${runners}; or cancel the run on its page, put the workflow right, and press **Re-run** here. GitHub gives it up after a day or two.`,
  ];
}

/** To the second in the first minute, to the minute after it. */
function roughly(elapsed: number): string {
  if (elapsed < SECOND) return "0 s";
  const unit = elapsed < MINUTE ? SECOND : MINUTE;
  return formatDuration(Math.floor(elapsed / unit) * unit);
}

function nameOf({ repository }: WorkflowCarrier): string {
  return `${repository.owner}/${repository.name}`;
}
