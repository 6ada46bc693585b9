import { SmeeClient } from "smee-client";
import type { Log } from "../observe/log.ts";

/**
 * For development: webhooks that the channel at `source` repeats are posted to `target`. A channel that cannot be reached
 * is logged, and tried again for as long as the process runs. Returns what ends it.
 */
export function startWebhookProxy(source: URL, target: string, log: Log): () => Promise<void> {
  const client = new SmeeClient({
    source: source.href,
    target,
    logger: {
      info: (message: unknown) => log.info({ channel: source.href }, String(message)),
      error: (problem: unknown) =>
        log.warn({ channel: source.href, err: problem }, "the webhook channel fails"),
    },
  });
  client.start().catch((error: unknown) => log.warn({ err: error }, "the webhook channel cannot be reached"));
  return () => client.stop();
}
