import { describe, expect, it } from "vitest";
import { problemsOf, problemsOfEntry } from "./problems-of.ts";

const UNITS = "write a whole number of minutes, hours, days or weeks: `90m`, `6h`, `3d`, `2w`";
const SCHEDULES = "write `every 6h`, five fields of cron (`0 3 * * 1`, UTC) or `never`";
const DIGEST = `sha256:${"a1".repeat(32)}`;

/** Of an entry with these keys, the columns counted from their start. */
function problemsOfKeys(keys: string): readonly string[] {
  const before = "{ source: redis, ";
  return problemsOfEntry(`${before}${keys} }`).map((problem) =>
    problem.replace(/^(\d+):/, (_, column) => `${Number(column) - before.length}:`),
  );
}

describe("a time span", () => {
  it.each<[keys: string, problems: readonly string[]]>([
    [
      "min-age: 3",
      ["10: `min-age` must be a string, but YAML reads 3 as the number 3 (write it with a unit: `3d`)"],
    ],
    ["min-age: true", ["10: `min-age` must be a string, but YAML reads true as a boolean (as in `3d`)"]],
    ["min-age: 3 days", ['10: "3 days" is not a time span (did you mean `3d`?)']],
    ["min-age: 12Hours", ['10: "12Hours" is not a time span (did you mean `12h`?)']],
    ["min-age: 1month", [`10: "1month" is not a time span (${UNITS})`]],
    ["min-age: 1d12h", [`10: "1d12h" is not a time span (${UNITS})`]],
    ["min-age: 366d", ['10: "366d" is too long: at most 365d']],
    ["verify-every: 30m", ['15: "30m" is too short: at least 1h']],
    ["verify-every: 91d", ['15: "91d" is too long: at most 90d']],
    ["verify-every: never", [`15: "never" is not a time span (${UNITS})`]],
    ["prune: { delete-after: 0d }", ['24: "0d" is too short: at least 1d']],
    ["prune: { delete-after: 23h }", ['24: "23h" is too short: at least 1d']],
    ["prune: { delete-after: 53w }", ['24: "53w" is too long: at most 365d']],
  ])("%s", (keys, problems) => {
    expect(problemsOfKeys(keys)).toEqual(problems);
  });
});

describe("a schedule", () => {
  it.each<[keys: string, problems: readonly string[]]>([
    [
      "schedule: 6",
      [
        "11: `schedule` must be a string, but YAML reads 6 as the number 6 (as in `every 6h`, `0 3 * * 1` or `never`)",
      ],
    ],
    ["schedule: 6h", ['11: "6h" is not a schedule (did you mean `every 6h`?)']],
    ['schedule: "@daily"', ['11: "@daily" is not a schedule (did you mean `every 1d`?)']],
    ["schedule: weekly", ['11: "weekly" is not a schedule (did you mean `every 7d`?)']],
    ["schedule: always", [`11: "always" is not a schedule (${SCHEDULES})`]],
    ['schedule: ""', [`11: "" is not a schedule (${SCHEDULES})`]],
    ["schedule: every 10m", ['17: "10m" is too short: at least 15m']],
    ["schedule: every 13w", ['17: "13w" is too long: at most 90d']],
    ["schedule: every 6 hours", ['17: "6 hours" is not a time span (did you mean `6h`?)']],
    ["schedule: every day", [`17: "day" is not a time span (${UNITS})`]],
    [
      'schedule: "0 3 * * 1 *"',
      [
        "12: a cron line has five fields, this has 6 (without seconds or years: minute, hour, day of the month, month, day of the week)",
      ],
    ],
    ['schedule: "0 25 * * *"', ['14: "25" is no hour (write 0 to 23, with `*`, `,`, `-` and `/`)']],
    ['schedule: "0 0 31 2 *"', ['12: "0 0 31 2 *" never comes: no such month has such a day']],
    [
      'schedule: "*/5 * * * *"',
      [
        '12: "*/5 * * * *" comes more often than every 15 minutes (name fewer minutes: `0 * * * *` comes every hour)',
      ],
    ],
  ])("%s", (keys, problems) => {
    expect(problemsOfKeys(keys)).toEqual(problems);
  });
});

describe("what is kept and deleted", () => {
  const prune = "`prune` must be `never` or `report` or a mapping with `delete-after`, not";
  it.each<[keys: string, problems: readonly string[]]>([
    ["prune: 30d", [`8: ${prune} the string "30d" (did you mean {delete-after: 30d}?)`]],
    ["prune: delete", [`8: ${prune} the string "delete"`]],
    ["prune: reports", [`8: ${prune} the string "reports" (did you mean \`report\`?)`]],
    ["prune: {}", ["8: the key `delete-after` is missing"]],
    [
      "prune: { deleteafter: 3d }",
      [
        "8: the key `delete-after` is missing",
        '10: unknown key "deleteafter" (did you mean `delete-after`?)',
      ],
    ],
    [
      "on-change: backup, keep-backups: 1001",
      ["34: `keep-backups` must be a whole number from 0 to 1000, not the number 1001"],
    ],
    [
      "on-change: backup, keep-backups: -1",
      ["34: `keep-backups` must be a whole number from 0 to 1000, not the number -1"],
    ],
  ])("%s", (keys, problems) => {
    expect(problemsOfKeys(keys)).toEqual(problems);
  });

  it.each([
    ["0", "the number 0"],
    ["1001", "the number 1001"],
    ["all", 'the string "all"'],
  ])("prune-limit: %s", (limit, told) => {
    expect(problemsOf(`version: 1\nprune-limit: ${limit}\nmirrors: []\n`)).toEqual([
      `2:14: \`prune-limit\` must be a whole number from 1 to 1000, not ${told}`,
    ]);
  });
});

describe("what contradicts something else", () => {
  const hint = "(set `on-change: backup`, or remove `keep-backups`)";
  const counts = "`keep-backups` counts what `on-change: backup` keeps, and";
  it.each<[text: string, problems: readonly string[]]>([
    [
      "mirrors:\n  - source: redis\n    keep-backups: 3\n",
      [`4:19: ${counts} \`on-change\` is not set, which is \`replace\` ${hint}`],
    ],
    [
      "mirrors:\n  - source: redis\n    keep-backups: 3\n    on-change: keep\n",
      [`4:19: ${counts} \`on-change\` on line 5 is \`keep\` ${hint}`],
    ],
    [
      "defaults:\n  on-change: replace\nmirrors:\n  - source: redis\n    keep-backups: 3\n",
      [`6:19: ${counts} \`on-change\` on line 3 is \`replace\` ${hint}`],
    ],
    [
      "defaults: { keep-backups: 3, on-change: keep }\nmirrors: []\n",
      [`2:27: ${counts} \`on-change\` on line 2 is \`keep\` ${hint}`],
    ],
    ["defaults: { keep-backups: 3 }\nmirrors: [redis]\n", []],
    ["defaults: { keep-backups: 3, on-change: backup }\nmirrors: [{ source: redis, on-change: keep }]\n", []],
    [
      `mirrors:\n  - source: redis:7@${DIGEST}\n    min-age: 3d\n`,
      [
        "4:14: `min-age` waits until a tag has settled, and the `source` on line 3 is pinned to a digest (remove `min-age`, or the digest)",
      ],
    ],
    [`mirrors:\n  - source: redis@${DIGEST}\n    min-age: 0d\n`, []],
  ])("%s", (text, problems) => {
    expect(problemsOf(`version: 1\n${text}`)).toEqual(problems);
  });
});
