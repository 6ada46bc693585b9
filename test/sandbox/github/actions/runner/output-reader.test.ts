import { describe, expect, it } from "vitest";
import { Log } from "../../../../../sandbox/github/actions/runner/log.ts";
import { OutputReader } from "../../../../../sandbox/github/actions/runner/output-reader.ts";

function read(...lines: string[]) {
  const remarks: string[] = [];
  let text = "";
  const log = new Log((more) => {
    text += more;
  });
  const reader = new OutputReader(log, (remark) => remarks.push(remark));
  for (const line of lines) reader.line(line);
  return { text, remarks };
}

describe("what a step writes", () => {
  it.each([
    ["as it is", ["one", "", "two: ::x"], "one\n\ntwo: ::x\n"],
    ["with groups", ["::group::Name", "in it", "::endgroup::"], "##[group]Name\nin it\n##[endgroup]\n"],
    ["without commands that are nobody's to see", ["::save-state name=x::y", "::add-mask::secret"], ""],
    [
      "without secrets",
      ["::add-mask::long secret", "::add-mask::long", "a long secret, a long way"],
      "a ***, a *** way\n",
    ],
    ["with escapes undone", ["::warning::100%25%0Amore"], "##[warning]100%\nmore\n"],
    [
      "with commands that are stopped",
      ["::stop-commands::t", "::add-mask::x", "::t::", "::add-mask::x", "x"],
      "::add-mask::x\n***\n",
    ],
  ])("is logged %s", (_, lines, text) => {
    expect(read(...lines).text).toBe(text);
  });

  it("may remark on the job", () => {
    const { text, remarks } = read("::add-mask::pass", "  ::error file=a.ts,line=1,title=t::it is pass");
    expect(remarks).toEqual(["it is ***"]);
    expect(text).toBe("##[error]it is ***\n");
  });

  it("masks each line of a secret, and nothing for an empty one", () => {
    const { text } = read("::add-mask::", "::add-mask::ab%0A%0Acd", "xaby", "cd", "-");
    expect(text).toBe("x***y\n***\n-\n");
  });
});
