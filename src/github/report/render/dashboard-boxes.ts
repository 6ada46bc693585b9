import { BOXES, type Box } from "../../../jobs/errand.ts";

const LABELS: Readonly<Record<Box, string>> = {
  sync: "**Sync** all now",
  retry: "**Retry** what failed",
  plan: "**Plan**: say in the check run `mirror / plan` what a sync would do",
  verify: "**Verify** what is at the destination, and say so in a comment",
};

/** A line of ours, as it is after somebody clicked or typed. */
const LINE = /^(\s*[-*] \[)([ xX])(\] <!-- box:([a-z]+) -->)/gm;

/** The controls; those of `ticked` wait to be heeded. */
export function renderBoxes(ticked: ReadonlySet<Box>): string {
  return BOXES.map((box) => `- [${ticked.has(box) ? "x" : " "}] <!-- box:${box} -->${LABELS[box]}`).join(
    "\n",
  );
}

/** The boxes that are ticked in a dashboard's body, whatever else became of it. */
export function tickedBoxes(body: string): ReadonlySet<Box> {
  const ticked = [...body.matchAll(LINE)].filter(([, , mark]) => mark !== " ").map(([, , , , id]) => id);
  return new Set(BOXES.filter((box) => ticked.includes(box)));
}

/** The body without these ticks, all the rest as it is. */
export function untick(body: string, boxes: ReadonlySet<Box>): string {
  return body.replace(LINE, (line, start: string, _mark, end: string, id: string) =>
    BOXES.some((box) => box === id && boxes.has(box)) ? `${start} ${end}` : line,
  );
}
