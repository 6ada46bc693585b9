/** Where the queue and the worker tell what no caller can be told. A pino logger is one. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** Tells nobody. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
