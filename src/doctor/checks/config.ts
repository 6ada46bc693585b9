import { formatProblem } from "../../config/problem.ts";
import { count } from "../../text/count.ts";
import type { Chart } from "../chart.ts";
import type { FoundConfig } from "../find-config.ts";
import type { Diagnosis } from "../finding.ts";

/** Whether the default branch has a config, and one that is right. */
export async function checkConfig(chart: Chart): Promise<readonly Diagnosis[]> {
  const [found, { defaultBranch }] = await Promise.all([chart.foundConfig(), chart.facts()]);
  return [judgeConfig(found, defaultBranch)];
}

/** Of several problems, the first one is told. */
export function judgeConfig(found: FoundConfig, defaultBranch: string): Diagnosis {
  switch (found.kind) {
    case "none":
      return {
        state: "warning",
        words: `There is no \`.github/mirror.yml\` on \`${defaultBranch}\`, so nothing is mirrored.`,
        remedy: "Add one; `npx ghcr-mirror init` writes it.",
      };
    case "two":
      return {
        state: "bad",
        words: `There are two configs: ${found.paths.map((path) => `\`${path}\``).join(" and ")}.`,
        remedy: "Keep one of the two.",
      };
    case "too-large":
      return {
        state: "bad",
        words: `\`${found.path}\` is over 1 MiB.`,
        remedy: "Split it over several repositories.",
      };
    case "read":
      return judgeParsed(found);
  }
}

function judgeParsed({ path, parsed }: Extract<FoundConfig, { kind: "read" }>): Diagnosis {
  const { config, problems } = parsed;
  if (config) {
    return {
      state: "good",
      words: `\`${path}\` is right: ${count(config.entries.length, "entry", "entries")}.`,
    };
  }
  const [first] = problems;
  const others = problems.length > 1 ? `, and ${count(problems.length - 1, "further problem")}` : "";
  return {
    state: "bad",
    words: `${first ? formatProblem(path, first) : `\`${path}\` is wrong`}${others}.`,
    remedy: "Correct it; `ghcr-mirror validate` names every problem.",
  };
}
