/** {@link ClockedApp} as a process of its own, told what to do over IPC by `ClockedServer`. */
import { ClockedApp } from "./clocked-app.ts";

const app = await ClockedApp.start(JSON.parse(process.argv[2] ?? "{}"));
process.on("message", async (milliseconds: number) => {
  process.send?.(milliseconds > 0 ? await app.leap(milliseconds) : await app.settle().then(() => ({})));
});
process.on("disconnect", () => void app.stop().finally(() => process.exit()));
process.on("SIGINT", () => {});
process.send?.({ url: app.url });
