import { AsyncLocalStorage } from "node:async_hooks";

/** What a log line belongs to. */
export interface LogContext {
  /** `X-GitHub-Delivery` */
  readonly delivery?: string;
  /** `owner/name` */
  readonly repository?: string;
  /** The id of a run. */
  readonly run?: string;
  /** The id of an errand. */
  readonly errand?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Every line that is logged in `work`, by whomever, carries `context`, besides that of the work around it. */
export function inLogContext<T>(context: LogContext, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...context }, work);
}

/** What the line that is being logged belongs to: a copy, for pino writes into it. */
export function logContext(): LogContext {
  return { ...storage.getStore() };
}
