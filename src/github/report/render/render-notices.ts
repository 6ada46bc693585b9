import type { Notice } from "../../../publish/obstacle.ts";
import type { LongPart } from "./fit-parts.ts";
import { fold } from "./fold.ts";
import { editPage } from "./github-pages.ts";
import { code, link } from "./markdown.ts";
import { packageSettings } from "./package-pages.ts";
import { workflowDifference } from "./workflow-difference.ts";

const MOST_BYTES = 10_000;

/** What a person should know about a run that went well nonetheless: a line each, and below what to change in an old workflow. */
export function renderNotices(notices: readonly Notice[]): readonly LongPart[] {
  const list = {
    head: "### Good to know\n",
    rows: notices.map((notice) => `- ${noticeLine(notice)}`),
    more: (missing: number) => `- … and ${missing} more`,
    most: MOST_BYTES,
  };
  const old = notices.find((notice) => notice.kind === "workflow-outdated");
  const difference = old && workflowDifference(old);
  return difference ? [list, fold("What to change in the workflow", difference)] : [list];
}

function noticeLine(notice: Notice): string {
  if (notice.kind === "workflow-outdated") {
    const { place, path } = notice;
    const edit = link("edit it on GitHub", editPage(place, path));
    return `There is a newer version of ${code(path)}; the old one still works. To update it, ${edit}.`;
  }
  const { package: name, wanted, found } = notice;
  const page = packageSettings(name);
  const settings = page ? link("the package's settings", page) : "the package's settings";
  const where = `${settings} → Change visibility`;
  if (wanted === undefined) {
    return `${code(name)} is new and ${found}. If that is not what you want, change it in ${where}.`;
  }
  return `${code(name)} is ${found}, and the config wants it ${wanted}. Change it in ${where}.`;
}
