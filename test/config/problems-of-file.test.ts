import { describe, expect, it } from "vitest";
import { problemsOf } from "./problems-of.ts";

describe("the file as a whole", () => {
  const empty = "1:1: the file is empty (begin with `version: 1`)";
  it.each<[what: string, text: string, problems: readonly string[]]>([
    ["nothing", "", [empty]],
    ["blank lines", "\n\n", [empty]],
    ["comments", "# version: 1\n", [empty]],
    ["a document marker", "---\n", [empty]],
    ["null", "~\n", ["1:1: the file has no value (write a mapping)"]],
    ["a string", "hello", ['1:1: the file must be a mapping, not the string "hello"']],
    ["a number", "7", ["1:1: the file must be a mapping, not the number 7"]],
    ["a list", "- redis\n", ["1:1: the file must be a mapping, not a list"]],
    ["no keys", "{}", ["1:1: the key `version` is missing", "1:1: the key `mirrors` is missing"]],
    [
      "two documents",
      "version: 1\nmirrors: []\n---\nversion: 1\n",
      ["3:1: a second YAML document begins here (the file is one document)"],
    ],
    [
      "an empty second document",
      "version: 1\nmirrors: []\n---\n",
      ["3:1: a second YAML document begins here (the file is one document)"],
    ],
    ["another version", "version: 2\nmirrors: []\n", ["1:10: `version` must be `1`, not the number 2"]],
    [
      "another version after a byte order mark",
      "\uFEFFversion: 2\nmirrors: []\n",
      ["1:10: `version` must be `1`, not the number 2"],
    ],
    [
      "a quoted version",
      'version: "1"\nmirrors: []\n',
      ['1:10: `version` must be `1`, not the string "1" (did you mean `1`?)'],
    ],
    ["nothing under mirrors", "version: 1\nmirrors:\n", ["2:1: `mirrors` has no value (write a list)"]],
    [
      "a mapping of mirrors",
      "version: 1\nmirrors: { a: b }\n",
      ["2:10: `mirrors` must be a list, not a mapping (begin each item of the list with `- `)"],
    ],
    [
      "a source among the defaults",
      "version: 1\nmirrors: []\ndefaults: { source: redis }\n",
      ['3:13: unknown key "source" (it belongs under `mirrors`)'],
    ],
    [
      "keys of an entry, of a rule and of the top in each other's places",
      "version: 1\nmirrors:\n  - source: redis\n    latest: 5\n    prune-limit: 5\nschedule: never\n",
      [
        '4:5: unknown key "latest" (it belongs under `tags`)',
        '5:5: unknown key "prune-limit" (it belongs at the top of the file)',
        '6:1: unknown key "schedule" (it belongs under `defaults` or `mirrors`)',
      ],
    ],
  ])("%s", (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

describe("YAML that is none", () => {
  it.each([
    [
      "a tab",
      "version: 1\nmirrors:\n\t- redis\n",
      "3:1: this is not valid YAML: Tabs are not allowed as indentation (indent with spaces, not with tabs)",
    ],
    [
      "a reserved character",
      "version: 1\nmirrors: [@redis]\n",
      "2:11: this is not valid YAML: Plain value cannot start with reserved character @ (put the value in quotes)",
    ],
    [
      "a quote left open",
      "version: 1\nmirrors: ['redis]\n",
      "3:1: this is not valid YAML: Missing closing 'quote",
    ],
    [
      "a colon in a value",
      "version: 1\nmirrors: a: b\n",
      "2:10: this is not valid YAML: Nested mappings are not allowed in compact mappings (put a value that holds `: ` in quotes)",
    ],
    [
      "a tag of its own",
      "version: 1\nmirrors: [!image redis]\n",
      "2:11: this is not valid YAML: Unresolved tag: !image (remove the tag; if the value begins with `!`, put it in quotes)",
    ],
    [
      "a star alone",
      "version: 1\nmirrors: [*]\n",
      "2:11: this is not valid YAML: Alias cannot be an empty string (put a value that begins with `*` in quotes)",
    ],
    [
      "an unknown directive",
      "%FOO\n---\nversion: 1\nmirrors: []\n",
      "1:1: this is not valid YAML: Unknown directive %FOO",
    ],
    [
      "another YAML",
      "%YAML 3.0\n---\nversion: 1\nmirrors: []\n",
      "1:7: this is not valid YAML: Unsupported YAML version 3.0",
    ],
  ])("%s", (_, text, first) => {
    expect(problemsOf(text)[0]).toBe(first);
  });
});
