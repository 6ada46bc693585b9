import type { CheckAnnotation } from "../repositories/checks/check-run.ts";
import { type Html, html } from "./html.ts";

/** Lines above and below an annotation. */
const CONTEXT = 3;

/** A file with its lines numbered. */
export const fileLines = (text: string): Html =>
  html`<table class="file">${linesOf(text).map((line, index) => lineRow(index + 1, line))}</table>`;

/** The parts of a file that annotations are about, each of them under its last line. */
export function annotatedLines(text: string, annotations: readonly CheckAnnotation[]): Html {
  const lines = linesOf(text);
  const isNear = (number: number) =>
    annotations.some(
      ({ start_line, end_line }) => number >= start_line - CONTEXT && number <= end_line + CONTEXT,
    );
  const rows = lines.flatMap((line, index) => {
    const number = index + 1;
    if (!isNear(number)) return isNear(number + 1) ? [html`<tr class="gap"><td></td><td>⋯</td></tr>`] : [];
    const isMeant = annotations.some(
      ({ start_line, end_line }) => number >= start_line && number <= end_line,
    );
    return [lineRow(number, line, isMeant ? "meant" : ""), ...under(annotations, (end) => end === number)];
  });
  return html`<table class="file">${rows}${under(annotations, (end) => end > lines.length)}</table>`;
}

const lineRow = (number: number, line: string, kind = "") =>
  html`<tr class="${kind}" id="L${number}"><td>${number}</td><td><code>${line}</code></td></tr>`;

const under = (annotations: readonly CheckAnnotation[], isHere: (endLine: number) => boolean) =>
  annotations.filter(({ end_line }) => isHere(end_line)).map(annotationRow);

function annotationRow(annotation: CheckAnnotation): Html {
  const { annotation_level, title, message, start_line, start_column, end_column, raw_details } = annotation;
  const column = start_column === undefined ? "" : `:${start_column}–${end_column ?? start_column}`;
  return html`<tr><td></td><td class="annotation ${annotation_level}">
    <strong>${title ?? annotation_level}</strong> <small>line ${start_line}${column}</small>
    <p>${message}</p>${raw_details ? html`<pre>${raw_details}</pre>` : undefined}</td></tr>`;
}

function linesOf(text: string): string[] {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}
