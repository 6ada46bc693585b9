// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of GitHub look like that

import { describe, expect, it } from "vitest";
import {
  evaluate,
  evaluateCondition,
  evaluateText,
  type Status,
} from "../../../../sandbox/github/actions/evaluate.ts";

const CONTEXTS = {
  inputs: { run: "r-1", only: "[]", dry: false },
  needs: { first: { result: "success", outputs: { more: '[{"part":1},{"part":2}]', none: "" } } },
  github: { ref: "refs/heads/main", run_id: 17 },
};

describe("expressions", () => {
  it.each([
    ["plain", "plain"],
    ["${{ inputs.run }}", "r-1"],
    ["a-${{ inputs.run }}-${{ github.run_id }}", "a-r-1-17"],
    ["${{ github.run_id }}", 17],
    ["${{ fromJSON(needs.first.outputs.more) }}", [{ part: 1 }, { part: 2 }]],
    ["${{ fromJSON(needs.first.outputs.more)[1].part }}", 2],
    ["${{ format('{{0}} {0}', inputs.run) }}", "{0} r-1"],
    ["${{ '}}' }}${{ 'it''s' }}", "}}it's"],
    ["${{ inputs.missing }}", null],
    ["[${{ inputs.missing }}]", "[]"],
    ["${{ toJSON(inputs.only) }}", '"[]"'],
    ["${{ GitHub.REF == 'REFS/heads/main' }}", true],
    ["not ${ and not {{ }}", "not ${ and not {{ }}"],
    [{ a: ["${{ inputs.dry }}", 1] }, { a: [false, 1] }],
    [null, null],
  ])("%j is %j", (template, value) => {
    expect(evaluate(template, CONTEXTS)).toEqual(value);
  });

  it.each([
    ["${{ inputs.missing }}", ""],
    ["${{ inputs.dry }}", "false"],
    [17, "17"],
    [true, "true"],
    ["${{ fromJSON('[1]') }}", "Array"],
  ])("%j as text is %j", (template, text) => {
    expect(evaluateText(template, CONTEXTS)).toBe(text);
  });

  it.each([["${{ nothing.x }}"], ["${{ inputs. }}"], ["${{ fromJSON('{') }}"], ["${{ always() }}"]])(
    "%s is an error",
    (template) => {
      expect(() => evaluate(template, CONTEXTS)).toThrow();
    },
  );
});

describe("conditions", () => {
  it.each<[string | undefined, Status, boolean]>([
    [undefined, "success", true],
    [undefined, "failure", false],
    ["inputs.run == 'r-1'", "success", true],
    ["inputs.run == 'r-1'", "failure", false],
    ["${{ inputs.run == 'r-2' }}", "success", false],
    ["always()", "failure", true],
    ["always()", "cancelled", true],
    ["${{ always() && inputs.dry }}", "failure", false],
    ["failure()", "failure", true],
    ["failure()", "success", false],
    ["cancelled()", "cancelled", true],
    ["!cancelled()", "failure", true],
    ["!cancelled()", "cancelled", false],
    ["success() || failure()", "skipped", false],
    ["needs.first.outputs.none", "success", false],
    ["inputs.run == 'always()'", "failure", false],
    ["${{ inputs.dry }} == true", "success", true],
    ["false", "success", false],
  ])("%s after %s: %s", (condition, status, fulfilled) => {
    expect(evaluateCondition(condition, CONTEXTS, status)).toBe(fulfilled);
  });
});
