import { type Look, readAnsi, type Span } from "./read-ansi.ts";

/** What a picture of a terminal shows besides its text. */
export interface Picture {
  /** The terminal's width in characters. */
  readonly columns: number;
  /** For those who do not see it. */
  readonly title: string;
}

const [CELL_WIDTH, CELL_HEIGHT, BASELINE, MARGIN] = [8.4, 20, 15, 20];

/** Colors on the page of each scheme, after GitHub's own. */
const LIGHT: Record<Look | "page" | "edge", string> = {
  page: "#f6f8fa",
  edge: "#d1d9e0",
  plain: "#1f2328",
  strong: "#1f2328",
  quiet: "#59636e",
  green: "#1a7f37",
  yellow: "#9a6700",
  red: "#d1242f",
};
const DARK: typeof LIGHT = {
  page: "#151b23",
  edge: "#3d444d",
  plain: "#f0f6fc",
  strong: "#ffffff",
  quiet: "#9198a1",
  green: "#3fb950",
  yellow: "#d29922",
  red: "#f85149",
};

/**
 * Draws what a program printed to a terminal as an SVG that is readable on light and dark pages. Every span is stretched
 * to its cells, so that columns stay columns in whatever font there is.
 */
export function drawTerminal(text: string, { columns, title }: Picture): string {
  const lines = readAnsi(text);
  const width = Math.ceil(columns * CELL_WIDTH) + 2 * MARGIN;
  const height = lines.length * CELL_HEIGHT + 2 * MARGIN;
  const spans = lines.flatMap((line, row) => line.map((span) => drawSpan(span, row)));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">
<title>${escapeXml(title)}</title>
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; white-space: pre }
.strong { font-weight: bold }
${rules(LIGHT)}
@media (prefers-color-scheme: dark) {
${rules(DARK)}
}
</style>
<rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${spans.join("\n")}
</svg>
`;
}

function rules({ page, edge, ...looks }: typeof LIGHT): string {
  const fills = Object.entries(looks).map(([look, color]) => `.${look} { fill: ${color} }`);
  return [`.page { fill: ${page}; stroke: ${edge} }`, ...fills].join("\n");
}

function drawSpan({ column, look, text }: Span, row: number): string {
  const x = round(MARGIN + column * CELL_WIDTH);
  const y = MARGIN + row * CELL_HEIGHT + BASELINE;
  const length = round([...text].length * CELL_WIDTH);
  return `<text class="${look}" x="${x}" y="${y}" textLength="${length}" xml:space="preserve">${escapeXml(text)}</text>`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
