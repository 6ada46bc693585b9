import type { PUBLISHER_MODE } from "../../../config/policy/policy.ts";
import { count } from "../../../text/count.ts";
import { deletionFold } from "./deletion-fold.ts";
import { driftTable } from "./drift-table.ts";
import { failureList } from "./failure-list.ts";
import type { LongPart } from "./fit-parts.ts";
import { fold } from "./fold.ts";
import { code, row, tableHead, time } from "./markdown.ts";
import { prospectLines } from "./prospect.ts";
import { publishedBy } from "./publication.ts";
import type { Dashboard } from "./render-dashboard.ts";
import { runLine, type ToldRun } from "./told-run.ts";

/** How a mirror stands, and what is on its way. */
export interface Status {
  /** Undefined: there is no config in force. */
  readonly dashboard: Dashboard | undefined;
  /** The last run of the pull request where it was asked. */
  readonly ofPull: ToldRun | undefined;
  /** Oldest first. */
  readonly open: readonly OpenRun[];
  readonly publisher: {
    readonly mode: (typeof PUBLISHER_MODE)[number];
    /** The repository whose workflow carries what an organization mirrors, by its policy. */
    readonly repository: string | undefined;
  };
}

/** A run that waits or runs. */
export interface OpenRun {
  readonly isRunning: boolean;
  /** Null: of the default branch. */
  readonly pull: number | null;
  readonly asker: string | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** The answer to who asks. */
export function renderStatus({ dashboard, ofPull, open, publisher }: Status): readonly (string | LongPart)[] {
  return [
    dashboard
      ? `**${headlineOf(dashboard)}**`
      : "**No config is in force: there is no `.github/mirror.yml` on the default branch, or it was not looked at yet.**",
    [
      ...(dashboard ? standing(dashboard) : []),
      ...(ofPull ? [`- last run for this pull request: ${runLine(ofPull)}`] : []),
      `- publisher: ${publisherLine(publisher)}`,
      ...(open.length === 0 ? ["- queue: empty"] : []),
    ].join("\n"),
    { head: "### On its way\n", rows: open.map(openLine), more: (missing) => `- … and ${missing} more` },
    ...(dashboard
      ? [
          failureList(dashboard.failing, dashboard.repository),
          driftTable(dashboard.drifts),
          imageFold(dashboard.images),
          deletionFold(dashboard.deletions),
        ]
      : []),
  ];
}

function headlineOf({ images, failing, drifts, problems, path }: Dashboard): string {
  return [
    ...(problems > 0 ? [`${count(problems, "problem")} in ${code(path)}`] : []),
    ...(failing.length > 0 ? [count(failing.length, "image fails", "images fail")] : []),
    ...(drifts.length > 0 ? [`${drifts.length} changed by somebody else`] : []),
    count(images.length, "image at its destination", "images at their destinations"),
  ].join(", ");
}

function standing({
  path,
  commit,
  appliedAt,
  lastRun,
  carrier,
  pullLimits,
  prospect,
}: Dashboard): readonly string[] {
  return [
    `- config: ${code(`${path}@${commit.slice(0, 7)}`)}, looked at ${time(appliedAt)}`,
    lastRun
      ? `- last run: ${runLine(lastRun)}${carrier ? `, ${publishedBy(carrier)}` : ""}`
      : "- last run: none yet",
    ...prospectLines(prospect, pullLimits),
  ];
}

function publisherLine({ mode, repository }: Status["publisher"]): string {
  if (repository === undefined) return code(mode);
  return `${code(mode)}, ${mode === "app" ? "for" : "the workflow runs in"} ${code(repository)}`;
}

function openLine({ isRunning, pull, asker, createdAt }: OpenRun): string {
  const what = pull === null ? "the default branch" : `#${pull}`;
  const who = asker === null ? "" : `, asked for by ${code(`@${asker}`)}`;
  return `- ${isRunning ? "running" : "waiting"}: ${what}, since ${time(createdAt)}${who}`;
}

function imageFold(images: readonly Dashboard["images"][number][]): LongPart {
  return fold(count(images.length, "image"), {
    head: tableHead(["source", "destination", "last verified"]),
    rows: images.map(({ source, destination, digest, verifiedAt }) =>
      row([
        code(source),
        code(destination.includes("@") ? destination : `${destination}@${digest}`),
        time(verifiedAt),
      ]),
    ),
    more: (missing) => row([`… and ${missing} more`, "", ""]),
  });
}
