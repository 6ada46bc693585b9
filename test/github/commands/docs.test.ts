import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseComment } from "../../../src/github/commands/parse-comment.ts";
import { COMMANDS } from "../../../src/github/commands/table.ts";
import { renderMistakes } from "../../../src/github/report/render/render-mistakes.ts";
import { sectionOf, tableOfCommands } from "./page.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/commands.md"), "utf8");

describe("docs/commands.md", () => {
  it("has the table of the code", () => {
    expect(page).toContain(`\n${tableOfCommands()}\n`);
  });

  it.each(COMMANDS)("says of $name what the code does", (command) => {
    expect(page).toContain(`\n${sectionOf(command)}\n`);
  });

  it.each(COMMANDS.flatMap(({ name, examples }) => examples.map((example) => [name, example] as const)))(
    "shows an example of %s that is right: %s",
    (name, example) => {
      expect(parseComment(example)).toMatchObject({ commands: [{ name }], mistakes: [] });
    },
  );

  it("shows a reply as it is", () => {
    const { mistakes } = parseComment("/mirror snyc redis:7");
    expect(page).toContain(`\n\`\`\`markdown\n${renderMistakes(mistakes)}\n\`\`\`\n`);
  });

  it("does not name what is not there", () => {
    const names = [...page.matchAll(/`\/mirror (\w+)/g)].map(([, name]) => name);
    const known: readonly (string | undefined)[] = [...COMMANDS.map(({ name }) => name), "snyc"];
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });
});
