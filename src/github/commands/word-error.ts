/** A word of a command that is wrong. The message quotes values in backticks. */
export class WordError extends Error {
  override readonly name = "WordError";
  /** The whole command that was meant, perhaps. */
  readonly didYouMean: string | undefined;

  constructor(message: string, didYouMean?: string) {
    super(message);
    this.didYouMean = didYouMean;
  }
}
