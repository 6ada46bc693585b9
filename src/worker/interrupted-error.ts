/** A run was stopped in the middle, together with its process. Its job goes back to the queue. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";

  constructor() {
    super("the run was interrupted; the next process goes on with it");
  }
}
