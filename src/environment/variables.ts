import { SettingError } from "./setting-error.ts";

/** Reads variables one by one and gathers what is wrong with them, so that all of it can be told at once. */
export class Variables {
  readonly #variables: Readonly<Record<string, string | undefined>>;
  readonly #problems: string[] = [];

  constructor(variables: Readonly<Record<string, string | undefined>>) {
    this.#variables = variables;
  }

  /** One line for each problem so far: the variable, what is wrong, what to do. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Whether the variable has a value. One that is empty counts as not set. */
  has(name: string): boolean {
    return this.text(name) !== undefined;
  }

  text(name: string): string | undefined {
    return this.#variables[name]?.trim() || undefined;
  }

  /** What `parse` makes of the variable; undefined where it is not set, or is a problem from now on. */
  read<T>(name: string, parse: (text: string) => T): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      this.complain(name, error.message);
      return undefined;
    }
  }

  complain(name: string, problem: string): void {
    this.#problems.push(`${name}: ${problem}`);
  }
}
