import { abortable } from "../../oci/abortable.ts";
import type { Clock } from "../../oci/clock.ts";
import { RegistryError } from "../../oci/error.ts";

/** What {@link SharedAnswers} stands on. */
export interface SharedAnswersOptions<T> {
  readonly clock: Clock;
  /** What an answer weighs. One without weight serves those who wait for it, and is not kept. */
  readonly weigh: (value: T) => number;
  /** What all answers that are kept weigh at most. */
  readonly mostWeight: number;
}

/** Who asks, and how. */
export interface Question<T> {
  /** Milliseconds. An answer that was asked for as long ago, or longer, does not serve; with 0 none does. */
  readonly maxAge: number;
  readonly signal: AbortSignal;
  /** Stopped when nobody waits for it any longer. */
  readonly ask: (signal: AbortSignal) => Promise<T>;
}

/**
 * Answers that serve all who ask for the same, also while they are under way. A failure is told to those who waited for it, and
 * forgotten. Those that were not asked for longest go first.
 */
export class SharedAnswers<T> {
  readonly #options: SharedAnswersOptions<T>;
  readonly #answers = new Map<string, Answer<T>>();
  #weight = 0;

  constructor(options: SharedAnswersOptions<T>) {
    this.#options = options;
  }

  /** An answer that is there, and young enough. */
  peek(key: string, maxAge: number): T | undefined {
    return this.#find(key, maxAge)?.value;
  }

  /** Rejects as `ask` does, and with the signal's reason. Somebody else's end does not end it: it is asked for anew. */
  async ask(key: string, question: Question<T>): Promise<T> {
    const { maxAge, signal } = question;
    for (;;) {
      signal.throwIfAborted();
      const found = this.#find(key, maxAge);
      const answer = found ?? this.#begin(key, question);
      try {
        return await this.#await(key, answer, signal);
      } catch (error) {
        signal.throwIfAborted();
        // Whoever asked first took what it was asked with along.
        if (!found || error instanceof RegistryError) throw error;
      }
    }
  }

  #find(key: string, maxAge: number): Answer<T> | undefined {
    const answer = this.#answers.get(key);
    if (!answer) return undefined;
    const age = this.#options.clock.now() - answer.begun;
    if (age < 0 || age >= maxAge) return undefined;
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    return answer;
  }

  #begin(key: string, { ask }: Question<T>): Answer<T> {
    const stop = new AbortController();
    const promise = ask(stop.signal);
    const answer: Answer<T> = { begun: this.#options.clock.now(), promise, stop, askers: 0, weight: 1 };
    this.#forget(key);
    this.#answers.set(key, answer);
    this.#weight += answer.weight;
    promise.then(
      (value) => this.#keep(key, answer, value),
      () => this.#forget(key, answer),
    );
    return answer;
  }

  async #await(key: string, answer: Answer<T>, signal: AbortSignal): Promise<T> {
    answer.askers++;
    try {
      return await abortable(answer.promise, signal);
    } finally {
      answer.askers--;
      if (answer.askers === 0 && answer.value === undefined && signal.aborted) {
        this.#forget(key, answer);
        answer.stop.abort(signal.reason);
      }
    }
  }

  #keep(key: string, answer: Answer<T>, value: T): void {
    answer.value = value;
    if (this.#answers.get(key) !== answer) return;
    const weight = this.#options.weigh(value);
    this.#weight += weight - answer.weight;
    answer.weight = weight;
    if (weight === 0) this.#forget(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#weight <= this.#options.mostWeight) break;
      this.#forget(oldest);
    }
  }

  /** Unless another one has taken its place. */
  #forget(key: string, answer = this.#answers.get(key)): void {
    if (!answer || this.#answers.get(key) !== answer) return;
    this.#answers.delete(key);
    this.#weight -= answer.weight;
  }
}

interface Answer<T> {
  /** Milliseconds since the epoch. */
  readonly begun: number;
  readonly promise: Promise<T>;
  readonly stop: AbortController;
  askers: number;
  weight: number;
  value?: T;
}
