/** Where text goes: the part of a standard stream that the command line uses. */
export interface Output {
  write(text: string): unknown;
  /** Whether a person's terminal is at the other end. */
  readonly isTTY?: boolean | undefined;
  /** The terminal's width in characters; unknown where there is no terminal. */
  readonly columns?: number | undefined;
}
