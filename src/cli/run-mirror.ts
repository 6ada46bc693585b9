import type { Config } from "../config/config.ts";
import { systemClock } from "../oci/clock.ts";
import type { RunReport } from "../reconcile/report.ts";
import { isLeftUndone } from "../reconcile/verdict.ts";
import { count } from "../text/count.ts";
import { printable, printableJson } from "../text/printable.ts";
import type { CommandLine, Engine } from "./command-line.ts";
import { ExitCode, exitCodeOf } from "./exit-code.ts";
import { idleOnly } from "./idle-only.ts";
import { loadConfig } from "./load-config.ts";
import { startProgress } from "./progress/progress.ts";
import { renderChanges, renderReport } from "./render/report.ts";
import { styleFor } from "./render/style.ts";
import type { MirrorRequest } from "./request.ts";

/** Plans or syncs what a config says, shows the progress on stderr and the report on stdout. */
export async function runMirror(
  request: MirrorRequest,
  line: CommandLine,
  engine: Engine,
): Promise<ExitCode> {
  const { json, quiet, only } = request;
  const { stdout, stderr } = line;
  const loaded = await loadConfig(request.file, line);
  if (!loaded.config) {
    stderr.write(loaded.lines.join(""));
    if (json) stdout.write(`${printableJson({ problems: loaded.problems })}\n`);
    return ExitCode.usage;
  }

  const report = await execute(loaded.config, request, line, engine);
  if (json) {
    stdout.write(`${printableJson(report)}\n`);
    const undone = report.images.filter(isLeftUndone).length;
    if (undone > 0 && !quiet) stderr.write(`Stopped, ${count(undone, "image")} left undone\n`);
  } else {
    const layout = {
      width: stdout.isTTY ? stdout.columns : undefined,
      style: styleFor(stdout, request.color),
    };
    stdout.write(quiet ? renderChanges(report, layout) : renderReport(request, report, layout));
  }
  for (const idle of idleOnly(only, report.images)) stderr.write(`ghcr-mirror: ${printable(idle)}\n`);
  return only.length > 0 && report.images.length === 0 ? ExitCode.usage : exitCodeOf(report);
}

async function execute(
  config: Config,
  request: MirrorRequest,
  line: CommandLine,
  engine: Engine,
): Promise<RunReport> {
  const { owner, registry, endpoints, only, reserve, concurrency, quiet } = request;
  const { env, stderr, signal, now } = line;
  const { createRegistries } = await import("../reconcile/registries.ts");
  const { directTables } = await import("../reconcile/direct-tables.ts");
  const { HeaderGate } = await import("../reconcile/header-gate.ts");
  const { keychainOf } = await import("./credentials.ts");
  const { proxiesOf } = await import("./proxies.ts");
  const keychain = keychainOf(env);
  const proxyFor = proxiesOf(env);

  using progress = startProgress({ output: stderr, now, quiet, dumbTerminal: env.dumbTerminal });
  const { onEvent, note } = progress;
  await using registries = createRegistries({
    endpoints,
    keychain,
    concurrency,
    clock: systemClock,
    proxyFor,
    onEvent,
  });

  const sayStopping = () => note("Stopping; interrupt again to quit at once");
  signal.addEventListener("abort", sayStopping);
  try {
    const pulls = new HeaderGate({ reserve, lasting: ["account", "address"], clock: systemClock });
    const looks = directTables(registries, systemClock);
    const options = { config, owner, registry, registries, only, concurrency, signal, looks, pulls, onEvent };
    return await engine[request.command](options);
  } finally {
    signal.removeEventListener("abort", sayStopping);
  }
}
