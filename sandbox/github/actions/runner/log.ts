/** The log of a job, without what is secret. */
export class Log {
  readonly #write: (text: string) => void;
  /** Longest first, lest the rest of one that contains another be left. */
  #secrets: readonly string[] = [];

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** From now on `***` stands for this text and for each of its lines. Blank ones are ignored. */
  mask(secret: string): void {
    const lines = [secret, ...secret.split(/\r?\n/)].filter((line) => line.trim() !== "");
    this.#secrets = [...new Set([...this.#secrets, ...lines])].sort((a, b) => b.length - a.length);
  }

  /** A text as it may be shown. */
  masked(text: string): string {
    return this.#secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
  }

  /** Whether a text would give something away. */
  isSecret(text: string): boolean {
    return this.#secrets.some((secret) => text.includes(secret));
  }

  /** One line or several, without the last line break. */
  write(text: string): void {
    this.#write(`${this.masked(text)}\n`);
  }
}
