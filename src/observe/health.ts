/** Resolves where what it looks at is well, and rejects where it is not. */
export type HealthCheck = (signal: AbortSignal) => Promise<unknown>;

/** Whether work can be done. */
export interface Readiness {
  readonly isReady: boolean;
  readonly status: "starting" | "ready" | "not ready" | "draining";
  readonly checks: Readonly<Record<string, "ok" | "failed">>;
}

/** What {@link Health} stands on. */
export interface HealthOptions {
  /** In milliseconds, from any point on. */
  readonly now: () => number;
  /** A check failed. What `/readyz` tells the world does not say why. */
  readonly onFailure?: (check: string, error: unknown) => void;
  /** In milliseconds. */
  readonly timeout?: number;
  /** How long an answer holds, in milliseconds: whoever asks often does not load the database. */
  readonly validFor?: number;
}

/** The state of the process: `starting`, until {@link Health.begin}; then what its checks say; `draining` from {@link Health.drain} on. */
export class Health {
  readonly #options: HealthOptions;
  readonly #checks = new Map<string, HealthCheck>();
  #phase: "starting" | "running" | "draining" = "starting";
  #latest: { readonly at: number; readonly readiness: Promise<Readiness> } | undefined;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  add(name: string, check: HealthCheck): void {
    this.#checks.set(name, check);
  }

  begin(): void {
    if (this.#phase === "starting") this.#phase = "running";
  }

  drain(): void {
    this.#phase = "draining";
  }

  async readiness(): Promise<Readiness> {
    if (this.#phase !== "running") return { isReady: false, status: this.#phase, checks: {} };
    const now = this.#options.now();
    const { validFor = 1000 } = this.#options;
    if (!this.#latest || now - this.#latest.at >= validFor || now < this.#latest.at) {
      this.#latest = { at: now, readiness: this.#look() };
    }
    return this.#latest.readiness;
  }

  async #look(): Promise<Readiness> {
    const results = await Promise.all([...this.#checks].map(([name, check]) => this.#run(name, check)));
    const isReady = results.every(([, result]) => result === "ok");
    return { isReady, status: isReady ? "ready" : "not ready", checks: Object.fromEntries(results) };
  }

  async #run(name: string, check: HealthCheck): Promise<readonly [string, "ok" | "failed"]> {
    const signal = AbortSignal.timeout(this.#options.timeout ?? 2000);
    try {
      await Promise.race([check(signal), rejectOnAbort(signal)]);
      return [name, "ok"];
    } catch (error) {
      this.#options.onFailure?.(name, error);
      return [name, "failed"];
    }
  }
}

/** A check need not heed its signal. */
function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
  );
}
