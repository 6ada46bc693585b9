/** Something is there to be seen, but not with the credential at hand. The message says so; `remedy` says with which it could. */
export class OutOfSight extends Error {
  override readonly name = "OutOfSight";
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}
