import type { Figure } from "./figure.ts";

/** Figures side by side. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** As Markdown. */
export function renderTable({ header, rows }: Table): string {
  return [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** Figures as a table of their own. */
export function tableOf(figures: readonly Figure[]): Table {
  return { header: ["", ""], rows: figures.map(({ what, value }) => [what, value]) };
}
