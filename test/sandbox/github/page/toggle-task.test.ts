import { expect, it } from "vitest";
import { toggleTask } from "../../../../sandbox/github/page/toggle-task.ts";

const text = "- [ ] a\n- [x] b <!-- id -->\n\n```\n- [ ] code\n```\n  1. [X] c\n> * [ ] d\n- [ ]no\n";

it.each([
  [0, "- [ ] a", "- [x] a"],
  [1, "- [x] b", "- [ ] b"],
  [2, "1. [X] c", "1. [ ] c"],
  [3, "> * [ ] d", "> * [x] d"],
  [4, "", ""],
  [Number.NaN, "", ""],
])("toggles box %d and nothing else", (index, before, after) => {
  expect(toggleTask(text, index)).toBe(text.replace(before, after));
});
