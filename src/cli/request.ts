import type { ReportingCommand } from "./render/headline.ts";

/** How results are shown. */
export interface Presentation {
  readonly json: boolean;
  readonly quiet: boolean;
  /** `--no-color` says no, otherwise the environment; undefined: the terminal decides. */
  readonly color: boolean | undefined;
}

/** What a plan or a sync was asked to do. */
export interface MirrorRequest extends Presentation {
  readonly command: ReportingCommand;
  readonly file: string;
  /** In lower case. */
  readonly owner: string;
  /** By its canonical name, like those in `endpoints`. */
  readonly registry: string;
  readonly endpoints: ReadonlyMap<string, URL>;
  /** Globs that compile. */
  readonly only: readonly string[];
  readonly concurrency: number;
}

/** A request to check a config. */
export interface ValidateRequest extends Presentation {
  readonly command: "validate";
  readonly file: string;
}

/** What the command line asks for. */
export type Request =
  | MirrorRequest
  | ValidateRequest
  | { readonly command: "help" }
  | { readonly command: "version" };
