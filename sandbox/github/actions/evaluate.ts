import { data, Evaluator, type Expr, Lexer, Parser } from "@actions/expressions";
import type { Template } from "./template.ts";

/**
 * What expressions may name, as plain data: `github`, `inputs`, `needs`, `steps` … A name that is missing here is an error in an
 * expression, as with GitHub; what is missing inside of one is null.
 */
export type Contexts = Readonly<Record<string, unknown>>;

/** How things went so far, for `success()`, `failure()`, `cancelled()` and `always()`. */
export type Status = "success" | "failure" | "cancelled" | "skipped";

/** `${{ … }}`, where quoted text may hold `}}`. */
const EXPRESSION = /\$\{\{((?:'[^']*'|[^'}]|\}(?!\}))*)\}\}/g;
const STATUS_FUNCTIONS = ["success", "failure", "cancelled", "always"] as const;

/**
 * Puts values in the place of all `${{ }}` of a template, with the rules of GitHub's own library. A string that is one expression
 * becomes its value, of any kind. Throws what the library throws at a broken expression.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */
export function evaluate(template: Template, contexts: Contexts, status?: Status): unknown {
  if (typeof template === "string") return evaluateString(template, contexts, status);
  if (typeof template !== "object" || template === null) return template;
  if (Array.isArray(template)) return template.map((item: Template) => evaluate(item, contexts, status));
  const entries = Object.entries(template);
  return Object.fromEntries(entries.map(([name, value]) => [name, evaluate(value, contexts, status)]));
}

/** The same as text: null is empty, and a list is `Array`. */
export function evaluateText(template: Template, contexts: Contexts): string {
  return toData(evaluate(template, contexts)).coerceString();
}

/**
 * Whether an `if:` is fulfilled: an expression with or without `${{ }}`. Where it calls none of the status functions, it also
 * wants `success()`. Text around a `${{ }}` makes it text, which is always true; GitHub warns of that.
 */
export function evaluateCondition(
  condition: string | undefined,
  contexts: Contexts,
  status: Status,
): boolean {
  const text = condition?.trim() || "success()";
  const template = text.includes("${{") ? text : `\${{ ${text} }}`;
  const expressions = [...template.matchAll(EXPRESSION)].map(([, expression = ""]) => expression);
  if (status !== "success" && !expressions.some(asksStatus)) return false;
  return Boolean(evaluateString(template, contexts, status));
}

function evaluateString(text: string, contexts: Contexts, status: Status | undefined): unknown {
  const found = [...text.matchAll(EXPRESSION)];
  const [only] = found;
  if (only?.[1] !== undefined && only[0] === text) return toPlain(run(only[1], contexts, status));
  return text.replaceAll(EXPRESSION, (_, expression: string) =>
    run(expression, contexts, status).coerceString(),
  );
}

function run(expression: string, contexts: Contexts, status: Status | undefined): data.ExpressionData {
  const functions = status === undefined ? [] : statusFunctions(status);
  const tree: Expr = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), functions).parse();
  const dictionary = new data.Dictionary(
    ...Object.entries(contexts).map(([key, value]) => ({ key, value: toData(value) })),
  );
  return new Evaluator(tree, dictionary, new Map(functions.map((it) => [it.name, it]))).evaluate();
}

function statusFunctions(status: Status) {
  return STATUS_FUNCTIONS.map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(name === "always" || name === status),
  }));
}

function asksStatus(expression: string): boolean {
  const lexemes = new Lexer(expression).lex().tokens.map(({ lexeme }) => lexeme.toLowerCase());
  return STATUS_FUNCTIONS.some((name) => lexemes.some((it, at) => it === name && lexemes[at + 1] === "("));
}

const toData = (value: unknown): data.ExpressionData =>
  JSON.parse(JSON.stringify(value ?? null), data.reviver);

const toPlain = (value: data.ExpressionData): unknown => JSON.parse(JSON.stringify(value, data.replacer));
