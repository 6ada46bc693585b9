import { Composer, type CST, Lexer, LineCounter, type ParsedNode, Parser } from "yaml";
import { LIMITS } from "./limits.ts";
import { NodeBuilder } from "./node-builder.ts";
import type { Position } from "./problem.ts";
import type { ProblemList } from "./problem-list.ts";
import type { Value } from "./value.ts";

/** What follows the first few syntax errors is mostly their echo. */
const MAX_SYNTAX_ERRORS = 10;

const START: Position = { line: 1, column: 1 };

/**
 * Reads one document of YAML 1.2, core schema, in time linear in the text. Undefined, with problems added, when it is
 * not one, or too large in any way. What is wrong in one place only (a duplicate key, an unknown alias) adds a problem
 * and reading goes on.
 */
export function readYaml(text: string, problems: ProblemList): Value | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes >= LIMITS.bytes) {
    problems.addAt(START, "", `the file has ${bytes} bytes, and must be smaller than 1 MiB`);
    return;
  }
  const source = text.replace(/^\uFEFF/, "");
  const lines = new LineCounter();
  const contents = compose(source, lines, problems);
  if (!problems.isEmpty) return;
  if (!contents || contents.range[0] === contents.range[1]) {
    problems.addAt(START, "", "the file is empty", "begin with `version: 1`");
    return;
  }
  const node = new NodeBuilder(source, lines, problems).build(contents, "");
  if (node.size > LIMITS.values) {
    const limit = LIMITS.values.toLocaleString("en");
    problems.addAt(START, "", `the file holds more than ${limit} values when its aliases are followed`);
    return;
  }
  return { node, path: "" };
}

/** The file's one document. Duplicate keys are left to the builder: the library looks for them in quadratic time. */
function compose(source: string, lines: LineCounter, problems: ProblemList): ParsedNode | null {
  const composer = new Composer({ schema: "core", resolveKnownTags: false, uniqueKeys: false });
  const [document, second] = composer.compose(tokensOf(source, lines, problems), true, source.length);
  if (!document) return null;
  const faults = [...document.errors, ...document.warnings].slice(0, MAX_SYNTAX_ERRORS);
  for (const { code, message, pos } of faults) {
    problems.addAt(placeOf(pos[0], lines), "", `this is not valid YAML: ${message}`, REMEDIES.get(code));
  }
  if (second) {
    const place = placeOf(second.range[0], lines);
    problems.addAt(place, "", "a second YAML document begins here", "the file is one document");
  }
  return document.contents;
}

/** Stops, with a problem, where the nesting goes beyond measure, and where nothing is right any more. */
function* tokensOf(source: string, lines: LineCounter, problems: ProblemList): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  let errors = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(source)) {
    for (const token of parser.next(lexeme)) {
      yield token;
      if (token.type === "error") errors += 1;
    }
    if (errors > MAX_SYNTAX_ERRORS) return;
    if (parser.stack.length > LIMITS.depth) {
      problems.addAt(placeOf(parser.offset, lines), "", "the file is nested too deeply here");
      return;
    }
  }
  yield* parser.end();
}

function placeOf(offset: number, lines: LineCounter): Position {
  const { line, col: column } = lines.linePos(offset);
  return { line, column };
}

/** By the YAML library's error codes. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ["TAB_AS_INDENT", "indent with spaces, not with tabs"],
  ["BAD_SCALAR_START", "put the value in quotes"],
  ["BLOCK_AS_IMPLICIT_KEY", "put a value that holds `: ` in quotes"],
  ["BAD_ALIAS", "put a value that begins with `*` in quotes"],
  ["UNEXPECTED_TOKEN", "if this belongs to a value, put all of the value in quotes"],
  ["TAG_RESOLVE_FAILED", "remove the tag; if the value begins with `!`, put it in quotes"],
]);
