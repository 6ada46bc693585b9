/** An input of the workflow cannot be what the App sent. The message names the input and says what it should be, in one line. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly code = "INPUT";
  readonly input: string;

  constructor(input: string, problem: string) {
    super(`the input ${input} ${problem}`);
    this.input = input;
  }
}
