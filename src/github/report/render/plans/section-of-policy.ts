import type { Entry } from "../../../../config/config.ts";
import { count } from "../../../../text/count.ts";
import type { PolicyChange, TouchedConfig } from "../../policy-words.ts";
import type { LongPart } from "../fit-parts.ts";
import { code, row, tableHead } from "../markdown.ts";
import { entryName } from "./entry-name.ts";
import type { PlanSection } from "./plan-section.ts";
import { refusalWords } from "./refusal-words.ts";

/** What a policy changes: what is forbidden and allowed from then on, repository by repository. */
export function sectionOfPolicy(change: PolicyChange): PlanSection {
  const { touched, unnamed, configs, isThere } = change;
  const forbidden = touched.flatMap((config) => config.forbidden).length;
  const allowed = touched.flatMap((config) => config.allowed).length;
  const told = [
    ...(forbidden > 0 ? [`${forbidden} forbidden now`] : []),
    ...(allowed > 0 ? [`${allowed} allowed now`] : []),
    ...(unnamed > 0 ? [`${count(unnamed, "private repository", "private repositories")} touched`] : []),
  ];
  const isIdle = told.length === 0;
  return {
    conclusion: "success",
    headline: `Policy: ${isIdle ? "no entry is judged otherwise than before" : told.join(", ")}`,
    parts: [
      ...(isThere
        ? []
        : ["Without a policy, each repository may publish below its own owner, and no others."]),
      `Looked at ${count(configs, "config that is applied", "configs that are applied")}.`,
      verdictTable(touched),
      unnamed > 0
        ? `Not named here, where everybody can read this: ${count(unnamed, "private repository", "private repositories")} with entries that are judged otherwise.`
        : "",
    ],
    details: [],
    annotations: [],
    isNews: !isIdle,
    hasWork: false,
  };
}

/** What is said where nobody looked what a policy means for repositories. */
export function sectionOfUnweighedPolicy(): PlanSection {
  return {
    conclusion: "success",
    headline: "Policy: it can be read",
    parts: ["The policy can be read. What it means for the repositories is not looked up here."],
    details: [],
    annotations: [],
    isNews: false,
    hasWork: false,
  };
}

/** What needs a person first. */
function verdictTable(touched: readonly TouchedConfig[]): LongPart {
  const rowOf = (mark: string, { repository, path }: TouchedConfig, entry: Entry, words: string) =>
    row([mark, code(repository), place(entry, path), words]);
  return {
    head: tableHead(["", "repository", "entry", "what changes"]),
    rows: [
      ...touched.flatMap((config) =>
        config.forbidden.map(({ entry, refusal }) =>
          rowOf("!", config, entry, `forbidden now: ${refusalWords(refusal)}`),
        ),
      ),
      ...touched.flatMap((config) => config.allowed.map((entry) => rowOf("+", config, entry, "allowed now"))),
    ],
    more: (missing) => row(["", `… and ${missing} more`, "", ""]),
  };
}

function place(entry: Entry, path: string): string {
  return `${code(entryName(entry))} (${code(`${path}:${entry.position.line}`)})`;
}
