import type { Box } from "../../../jobs/errand.ts";
import type { PullLimit } from "../../../oci/registry/pull-limit.ts";
import type { Carrier } from "../../../publish/carrier.ts";
import type { ImageReport } from "../../../reconcile/report.ts";
import { count } from "../../../text/count.ts";
import type { RepositoryName } from "../../github.ts";
import { renderBoxes } from "./dashboard-boxes.ts";
import { deletionFold, type ToldDeletion } from "./deletion-fold.ts";
import { driftTable, type ToldDrift } from "./drift-table.ts";
import { failureList } from "./failure-list.ts";
import { fitParts, type LongPart } from "./fit-parts.ts";
import { fold } from "./fold.ts";
import { code, row, tableHead, time } from "./markdown.ts";
import { type Prospect, prospectLines } from "./prospect.ts";
import { publishedBy } from "./publication.ts";
import { runLine, type ToldRun } from "./told-run.ts";

/** What every dashboard is called. */
export const DASHBOARD_TITLE = "Mirror dashboard";

/** How the mirrors of a config stand. Times are milliseconds since the epoch. */
export interface Dashboard {
  readonly repository: RepositoryName;
  readonly path: string;
  readonly commit: string;
  readonly appliedAt: number;
  /** What is wrong with the config; 0: nothing. */
  readonly problems: number;
  readonly lastRun: ToldRun | undefined;
  /** Who carried the bytes last, and what registries said then of their limits. */
  readonly carrier: Carrier | undefined;
  readonly pullLimits: readonly PullLimit[];
  readonly prospect: Prospect;
  readonly failing: readonly ImageReport[];
  readonly drifts: readonly ToldDrift[];
  /** What was brought and is still meant. */
  readonly images: readonly ToldImage[];
  /** The newest first. */
  readonly deletions: readonly ToldDeletion[];
}

/** An image at its destination. */
export interface ToldImage {
  readonly source: string;
  readonly destination: string;
  readonly digest: string;
  readonly verifiedAt: number;
}

/** The dashboard's body, without its marker. Boxes of `ticked` wait to be heeded, and stay as they are. */
export function renderDashboard(dashboard: Dashboard, ticked: ReadonlySet<Box>): string {
  const { failing, drifts, repository } = dashboard;
  return fitParts([
    `**${headlineOf(dashboard)}**`,
    "Tick a box, and the command of its name is carried out, if you may use it:",
    renderBoxes(ticked),
    statusList(dashboard),
    failureList(failing, repository),
    driftTable(drifts),
    imageFold(dashboard.images),
    deletionFold(dashboard.deletions),
  ]);
}

/** The body of a dashboard that is closed. `hasConfig`: there still is one, which asks for no dashboard. */
export function renderDashboardOff(path: string, hasConfig: boolean): string {
  return hasConfig
    ? `Closed because ${code(path)} does not say \`report.issue: dashboard\` any longer. If it does so again, this issue is reopened.`
    : `Closed because there is no ${code(path)} any longer, and nothing is mirrored.`;
}

function headlineOf({ images, failing, drifts, problems, path }: Dashboard): string {
  const astray = new Set([...failing, ...drifts].map(({ destination }) => destination));
  const well = images.filter(({ destination }) => !astray.has(destination)).length;
  return [
    ...(problems > 0 ? [`${count(problems, "problem")} in ${code(path)}`] : []),
    ...(failing.length > 0 ? [count(failing.length, "image fails", "images fail")] : []),
    ...(drifts.length > 0 ? [`${drifts.length} changed by somebody else`] : []),
    `${well} as wanted`,
  ].join(", ");
}

function statusList(dashboard: Dashboard): string {
  const { path, commit, appliedAt, problems, lastRun, carrier, pullLimits, prospect } = dashboard;
  const config = code(`${path}@${commit.slice(0, 7)}`);
  return [
    "### How it stands\n",
    problems > 0
      ? `- config: ${config} is wrong since ${time(appliedAt)}; its check run says where`
      : `- config: ${config}, applied at ${time(appliedAt)}`,
    lastRun
      ? `- last run: ${runLine(lastRun)}${carrier ? `, ${publishedBy(carrier)}` : ""}`
      : "- last run: none yet",
    ...prospectLines(prospect, pullLimits),
  ].join("\n");
}

function imageFold(images: readonly ToldImage[]): LongPart {
  return fold(count(images.length, "image"), {
    head: tableHead(["source", "destination", "last verified"]),
    rows: images.map(({ source, destination, digest, verifiedAt }) =>
      row([code(source), code(withDigest(destination, digest)), time(verifiedAt)]),
    ),
    more: (missing) => row([`… and ${missing} more`, "", ""]),
  });
}

function withDigest(destination: string, digest: string): string {
  return destination.includes("@") ? destination : `${destination}@${digest}`;
}
