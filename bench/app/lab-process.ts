/**
 * The world around the server, as a process of its own: GitHub, Docker Hub and GHCR of the sandbox. Told what to do over IPC, by
 * {@link Lab}.
 */
import { Stage, type StageOptions } from "./stage.ts";

const options: StageOptions = JSON.parse(process.argv[2] ?? "{}");
const stage = await Stage.open(options);

process.on(
  "message",
  (call: { readonly id: number; readonly name: keyof Stage; readonly input: unknown }) => {
    const { id, name, input } = call;
    // The other end is typed by Stage itself.
    const method = stage[name] as (input: unknown) => unknown;
    Promise.resolve()
      .then(() => method.call(stage, input))
      .then(
        (output) => process.send?.({ id, output }),
        (error: unknown) =>
          process.send?.({ id, error: error instanceof Error ? error.stack : String(error) }),
      );
  },
);
process.on("disconnect", () => void stage.close().finally(() => process.exit()));
// Ctrl-C is for all of a terminal's processes; this one ends in order when its parent has ended.
process.on("SIGINT", () => {});
process.send?.({ id: 0, output: stage.environment });
