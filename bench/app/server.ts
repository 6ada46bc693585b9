import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type ServerProcess, startReady } from "../../test/e2e/start-process.ts";
import type { Lab } from "./lab.ts";

/** No server outlives the benchmark, however it ends. */
const running = new Set<ServerProcess>();
process.on("exit", () => {
  for (const server of running) server.kill("SIGKILL");
});

/** Starts the real server in a lab, and has webhooks sent there. */
export async function startServer(lab: Lab, dataDir: string): Promise<ServerProcess> {
  const server = await startReady({ ...lab.environment, DATA_DIR: dataDir });
  running.add(server);
  void server.exit.then(() => running.delete(server));
  await lab.call("setWebhookUrl", `${server.url}/api/github/webhooks`);
  return server;
}

/** What the system says of a process's memory, in MiB: what it has now (`VmRSS`), and has had at most (`VmHWM`). */
export function memoryOf({ pid }: ServerProcess, kind: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kilobytes = new RegExp(`^${kind}:\\s+(\\d+) kB`, "m").exec(status)?.[1];
  if (kilobytes === undefined) throw new Error("this system does not say how much memory a process has");
  return Math.round(Number(kilobytes) / 1024);
}

/** Lets `VmHWM` begin anew with what the process has now (proc(5), `clear_refs`). */
export function forgetPeak({ pid }: ServerProcess): void {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** Asks again and again until it is so; rejects after so many seconds. */
export async function until(isSo: () => Promise<boolean>, seconds: number, what: string): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(100);
  }
}

/** Ends a server as an operator does. */
export async function stopServer(server: ServerProcess): Promise<void> {
  server.kill("SIGTERM");
  const { code, signal } = await server.exit;
  if (code !== 0) throw new Error(`the server ended with ${code ?? signal}:\n${server.output.slice(-4000)}`);
}
