import type { Mistake } from "../../commands/command.ts";
import { fitParts } from "./fit-parts.ts";
import { advice, code, excerpt } from "./markdown.ts";

const LONGEST_LINE = 200;

/** What is wrong with the commands of a comment, of which nothing is done. Every value in them is from outside. */
export function renderMistakes(mistakes: readonly Mistake[]): string {
  return fitParts([
    {
      head: "I did not understand that, and did nothing:\n",
      rows: mistakes.map(mistakeItem),
      more: (missing) => `- … and ${missing} more`,
    },
    "All commands: `/mirror help`",
  ]);
}

function mistakeItem({ line, message, didYouMean, usage }: Mistake): string {
  const lines = [
    `${code(excerpt(line, LONGEST_LINE))}: ${advice(message)}`,
    ...(didYouMean ? [`Did you mean ${code(excerpt(didYouMean, LONGEST_LINE))}?`] : []),
    ...(usage ? [`Usage: ${code(usage)}`] : []),
  ];
  return `- ${lines.join("<br>")}`;
}
