import { nearest } from "../../config/nearest.ts";
import type { Command, CommandName, Mistake } from "./command.ts";
import { readAddedImages } from "./read-added-images.ts";
import { readImage } from "./read-image.ts";
import { COMMANDS, rowOf } from "./table.ts";
import { WordError } from "./word-error.ts";

/** Characters of a line, and images in it: more is not written by hand. */
const LONGEST_LINE = 1_000;
const MOST_IMAGES = 20;

const SHA = /^[\da-f]{7,64}$/i;

/** A line that was read: as a command, or as a mistake. */
export type ReadCommand =
  | { readonly command: Command; readonly mistake?: undefined }
  | { readonly mistake: Mistake; readonly command?: undefined };

/** Reads a line that begins with `/mirror`, without white space around it. */
export function readCommand(line: string): ReadCommand {
  if (line.length > LONGEST_LINE)
    return mistaken(line, undefined, new WordError(`the line is longer than ${LONGEST_LINE} characters`));
  const [mirror = "", word, ...words] = line.split(/\s+/);
  if (mirror !== "/mirror") {
    const rest = [word, ...words].join(" ");
    return mistaken(
      line,
      undefined,
      new WordError("commands are written in lower case", `/mirror ${rest}`.trim()),
    );
  }
  if (word === undefined)
    return mistaken(line, undefined, new WordError("it does not say what to do", "/mirror help"));
  const name = COMMANDS.find((row) => row.name === word)?.name;
  if (!name) return mistaken(line, undefined, unknownCommand(word, words));
  try {
    return { command: commandOf(name, words) };
  } catch (error) {
    if (error instanceof WordError) return mistaken(line, name, error);
    throw error;
  }
}

function commandOf(name: CommandName, words: readonly string[]): Command {
  switch (name) {
    case "status":
    case "plan":
    case "verify":
      return { name, images: imagesIn(words) };
    case "sync":
      return syncOf(words);
    case "add":
      return { name, images: readAddedImages(words, MOST_IMAGES) };
    default:
      if (words.length > 0) throw new WordError(`\`/mirror ${name}\` takes nothing more`, `/mirror ${name}`);
      return { name };
  }
}

function syncOf(words: readonly string[]): Command {
  const [sha, another] = words.filter((word) => SHA.test(word));
  if (another) throw new WordError("it names two commits");
  return { name: "sync", images: imagesIn(words.filter((word) => word !== sha)), sha: sha?.toLowerCase() };
}

function imagesIn(words: readonly string[]): readonly string[] {
  if (words.length > MOST_IMAGES) throw new WordError(`it names more than ${MOST_IMAGES} images`);
  return [...new Set(words.map(readImage))];
}

function unknownCommand(word: string, words: readonly string[]): WordError {
  const meant = nearest(
    word,
    COMMANDS.map(({ name }) => name),
  );
  return new WordError(
    `there is no command \`${word}\``,
    meant ? ["/mirror", meant, ...words].join(" ") : "/mirror help",
  );
}

function mistaken(line: string, name: CommandName | undefined, error: WordError): ReadCommand {
  const { message, didYouMean } = error;
  return { mistake: { line, message, didYouMean, usage: name && rowOf(name).usage } };
}
