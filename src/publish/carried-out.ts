import type { RunReport } from "../reconcile/report.ts";
import type { Carrier } from "./carrier.ts";
import type { Notice } from "./obstacle.ts";

/** An order that was carried out: each image as its report says. Plain data, to be stored as JSON. */
export interface CarriedOut {
  readonly report: RunReport;
  readonly carrier: Carrier;
  /** What carried what goes below other owners. Not given: nothing does. */
  readonly others?: readonly Carrier[];
  /** Destinations where the bot saw itself what a job reported; the others are as reported. Empty for what it did itself. */
  readonly seen: readonly string[];
  readonly notices: readonly Notice[];
}
