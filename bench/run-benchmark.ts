import type { Arguments } from "./arguments.ts";
import { compareTools } from "./compare-tools.ts";
import { findTools } from "./find-tools.ts";
import { Lab } from "./lab.ts";
import { loadDirectory } from "./load-directory.ts";
import { measureMemory } from "./measure-memory.ts";
import { renderMemory, renderSetting, renderVariant } from "./report/render-report.ts";
import { OWN_TOOL, type Report, reportVariant, type VariantReport } from "./report/report.ts";
import { selectNamed } from "./select-named.ts";
import { Session } from "./session.ts";
import type { Tool } from "./tool.ts";
import { variantsOf, type Workload } from "./workload.ts";

const ROUNDS = 5;
const MEMORY = "memory";

/** The outside of a benchmark. */
export interface Surroundings {
  readonly machine: Report["machine"];
  /** For the result. */
  readonly print: (text: string) => void;
  /** For what goes on. */
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs what `args` ask for and prints the report. Returns the exit code: 1 when this project's own tool failed in
 * a workload; a missed goal or a missing peer is a finding, not a failure.
 */
export async function runBenchmark(args: Arguments, surroundings: Surroundings): Promise<number> {
  const { print, tell, machine, signal } = surroundings;
  const say = args.json ? () => {} : print;
  const workloads = await loadDirectory<Workload>(new URL("./workloads/", import.meta.url));
  const names = [...workloads.flatMap(variantsOf).map(({ name }) => name), MEMORY];
  const wanted = selectNamed(names, (name) => name, args.only);
  const known = await loadDirectory<Tool>(new URL("./tools/", import.meta.url));
  const found = findTools(selectNamed(known, ({ name }) => name, args.tools));
  const tools = found.filter(({ version }) => version !== null).map(({ tool }) => tool);

  await using session = await Session.open(signal);
  const setting = {
    machine,
    registry: session.registries.name,
    tools: found.map(({ tool, version }) => ({ name: tool.name, version })),
  };
  say(renderSetting(setting));

  const variants: VariantReport[] = [];
  for (const variant of workloads.flatMap(variantsOf).filter(({ name }) => wanted.includes(name))) {
    const progress = (line: string) => tell(`${variant.name}: ${line}`);
    progress("preparing");
    await using lab = await Lab.open(variant, session);
    const options = { rounds: args.rounds ?? ROUNDS, progress, signal: lab.signal };
    const outcome = await compareTools(tools, lab.job, { ...options, run: (way) => lab.run(way) });
    const report = reportVariant(variant, lab.bytes, outcome);
    variants.push(report);
    say(`\n${renderVariant(report)}`);
  }

  let memory: Report["memory"] = null;
  if (args.only.includes(MEMORY)) {
    const progress = (line: string) => tell(`${MEMORY}: ${line}`);
    memory = await measureMemory(tools, session, { rounds: args.rounds ?? 1, progress });
    say(`\n${renderMemory(memory)}`);
  }

  const report: Report = { ...setting, variants, memory };
  if (args.json) print(JSON.stringify(report, null, 2));
  const leftOut = [...variants, ...(memory === null ? [] : [memory])].flatMap((part) => part.leftOut);
  return leftOut.some(({ tool }) => tool === OWN_TOOL) ? 1 : 0;
}
