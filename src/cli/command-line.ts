import type { Readable } from "node:stream";
import type { Environment } from "../env.ts";
import type { DoctorEnvironment } from "../environment/doctor-settings.ts";
import type { MirrorOptions } from "../reconcile/mirror.ts";
import type { RunReport } from "../reconcile/report.ts";
import type { Output } from "./output.ts";

/** Everything the command line has to do with the process it runs in. */
export interface CommandLine {
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Environment;
  /** What `doctor` reads besides, with the file `.env`. Throws the system's error where that cannot be read. */
  readonly readDoctorEnvironment: () => DoctorEnvironment;
  /** What `-` reads. */
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted when the run is to stop. */
  readonly signal: AbortSignal;
  /** Milliseconds of a clock. */
  readonly now: () => number;
}

/** What does the work behind `plan` and `sync`. Both end with a report also when `signal` is aborted. */
export interface Engine {
  readonly plan: (options: MirrorOptions) => Promise<RunReport>;
  readonly sync: (options: MirrorOptions) => Promise<RunReport>;
}
