/** The box of an item in a list of tasks: `- [ ] `, also below others and in quotes. https://github.github.com/gfm/#task-list-items-extension- */
const TASK = /^([\s>]*(?:[-*+]|\d{1,9}[.)])\s+\[)([ xX])(?=\]\s)/;
const FENCE = /^[\s>]*(`{3,}|~{3,})/;

/** Markdown with its box of this number, counted from 0, ticked or unticked. What stands in fenced code is no box. */
export function toggleTask(markdown: string, index: number): string {
  let fence: string | undefined;
  let seen = 0;
  const lines = markdown.split("\n").map((line) => {
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined;
    }
    if (fence !== undefined || !TASK.test(line) || seen++ !== index) return line;
    return line.replace(TASK, (_, before: string, box: string) => `${before}${box === " " ? "x" : " "}`);
  });
  return lines.join("\n");
}
