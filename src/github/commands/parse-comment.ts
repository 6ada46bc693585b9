import type { Command, Mistake, Parsed } from "./command.ts";
import { commandLines } from "./command-lines.ts";
import { readCommand } from "./read-command.ts";

/** In one comment. */
const MOST_COMMANDS = 10;

/**
 * Reads what a comment asks for. All of it is right, or nothing of it is done. A command that stands twice counts once. Never throws, and
 * takes little time, whatever the text.
 */
export function parseComment(text: string): Parsed {
  const lines = commandLines(text);
  if (lines === "too-tangled") return { commands: [], mistakes: [TOO_TANGLED] };
  const distinct = [...new Set(lines.map(tidy))];
  if (distinct.length > MOST_COMMANDS) return { commands: [], mistakes: [tooMany(distinct)] };
  const read = distinct.map(readCommand);
  const mistakes = read.flatMap((one) => (one.mistake ? [one.mistake] : []));
  const commands = distinctOf(read.flatMap((one) => (one.command ? [one.command] : [])));
  if (mistakes.length > 0) return { commands: [], mistakes };
  const contradiction = contradictionIn(commands);
  return contradiction ? { commands: [], mistakes: [contradiction] } : { commands, mistakes: [] };
}

/** Without what makes a hard line break: two spaces, or a backslash. No regular expression: on a line of spaces, one takes seconds. */
function tidy(line: string): string {
  const text = line.trim();
  return text.endsWith("\\") ? text.slice(0, -1).trimEnd() : text;
}

function distinctOf(commands: readonly Command[]): readonly Command[] {
  return [...new Map(commands.map((command) => [JSON.stringify(command), command])).values()];
}

function contradictionIn(commands: readonly Command[]): Mistake | undefined {
  const other = commands.find(({ name }) => name === "sync" || name === "retry");
  if (!other || !commands.some(({ name }) => name === "cancel")) return undefined;
  return {
    line: "/mirror cancel",
    message: `contradicts \`/mirror ${other.name}\` in the same comment; write what you want in a comment of its own`,
    didYouMean: undefined,
    usage: undefined,
  };
}

function tooMany(lines: readonly string[]): Mistake {
  return {
    line: lines[0] ?? "/mirror",
    message: `the comment holds ${lines.length} commands, and one may hold ${MOST_COMMANDS}`,
    didYouMean: undefined,
    usage: undefined,
  };
}

const TOO_TANGLED: Mistake = {
  line: "/mirror …",
  message:
    "the comment holds too much else to be looked through for commands; write the command in a comment of its own",
  didYouMean: undefined,
  usage: undefined,
};
