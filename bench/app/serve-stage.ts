/** What {@link serveStage} serves: methods of one argument each, of plain data. */
interface Served {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Has this process do on a stage what its parent, a `Lab`, tells it over IPC, until that lets go of it. */
export function serveStage<Staged extends Served>(stage: Staged): void {
  process.on(
    "message",
    (call: { readonly id: number; readonly name: keyof Staged; readonly input: unknown }) => {
      const { id, name, input } = call;
      // The other end is typed by the stage itself.
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
}
