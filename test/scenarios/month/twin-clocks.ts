import { ManualClock } from "../../jobs/manual-clock.ts";

/** The time as it is, and as our machines have it, which may be set wrong. Both stand still until a test lets time pass. */
export class TwinClocks {
  readonly world: ManualClock;
  readonly ours: ManualClock;

  constructor(now: number) {
    this.world = new ManualClock(now);
    this.ours = new ManualClock(now);
  }

  /** Hears that a moment is over, before time passes. */
  onPass: () => void = () => undefined;

  pass(milliseconds: number): void {
    this.onPass();
    this.world.advance(milliseconds);
    this.ours.advance(milliseconds);
  }

  /** Sets our clock, by so many milliseconds. */
  set(milliseconds: number): void {
    this.ours.advance(milliseconds);
  }
}
