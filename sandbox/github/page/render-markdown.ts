import { marked } from "marked";
import sanitizeHtml from "sanitize-html";
import { type Html, trusted } from "./html.ts";

/** About what GitHub lets through. https://github.com/gjtorikian/html-pipeline/blob/main/lib/html_pipeline/sanitization_filter.rb */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ..."h1 h2 h3 h4 h5 h6 br b i strong em a pre code img div p ol ul li table thead tbody tfoot tr th td".split(
      " ",
    ),
    ..."blockquote dl dt dd kbd q samp var hr ruby rt rp s del ins sub sup details summary span input".split(
      " ",
    ),
  ],
  allowedAttributes: {
    a: ["href", "title", "rel"],
    img: ["src", "alt", "title", "width", "height"],
    th: ["align"],
    td: ["align"],
    ol: ["start"],
    details: ["open"],
    input: [{ name: "type", multiple: false, values: ["checkbox"] }, "checked", "disabled"],
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowedSchemesByTag: { img: ["https"] },
  allowProtocolRelative: false,
  exclusiveFilter: ({ tag, attribs }) => tag === "input" && attribs["type"] !== "checkbox",
  transformTags: {
    a: sanitizeHtml.simpleTransform("a", { rel: "nofollow noopener noreferrer" }),
    input: sanitizeHtml.simpleTransform("input", { disabled: "" }),
  },
};

/** Markdown as GitHub shows it, without anything that runs or leaves its place. */
export const renderMarkdown = (markdown: string): Html => trusted(render(markdown));

/** The same to stand in a form: its boxes are buttons called `tick`, numbered from 0, as nothing runs on these pages. Says how many there are. */
export function renderTasks(markdown: string): { readonly body: Html; readonly tasks: number } {
  let tasks = 0;
  const body = render(markdown).replaceAll(
    /<input\b[^>]*>/g,
    (box) =>
      `<button class="tick" name="tick" value="${tasks++}">${box.includes("checked") ? "☑" : "☐"}</button>`,
  );
  return { body: trusted(body), tasks };
}

const render = (markdown: string) =>
  sanitizeHtml(marked.parse(markdown, { gfm: true, async: false }), ALLOWED);
