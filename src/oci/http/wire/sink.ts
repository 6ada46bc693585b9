/**
 * Takes bytes. The chunk is lent: it may be overwritten once the call has returned, or once the promise that it returned
 * has resolved. Whoever keeps it copies it.
 */
export type Sink = (chunk: Buffer) => Promise<void> | undefined;

/** Gives bytes to a sink, one chunk at a time, and resolves after the last. */
export type Producer = (sink: Sink) => Promise<void>;
