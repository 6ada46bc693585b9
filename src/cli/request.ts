import type { RepositoryName } from "../github/github.ts";
import type { ReportingCommand } from "./render/headline.ts";
import type { Trial } from "./tags/trial.ts";

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
  /** Pulls that are left to others where a registry limits them. */
  readonly reserve: number;
  readonly concurrency: number;
}

/** A request to show what selects tags. */
export interface TagsRequest extends Presentation {
  readonly command: "tags";
  /** A file, or the name of an image's repository. */
  readonly target: string;
  /** The selection that the options give, where one of them does. */
  readonly trial: Trial | undefined;
  /** Every tag is to be shown, on a terminal too. */
  readonly all: boolean;
  readonly endpoints: ReadonlyMap<string, URL>;
  readonly concurrency: number;
}

/** A request to check a config. */
export interface ValidateRequest extends Presentation {
  readonly command: "validate";
  readonly file: string;
}

/** A request for the files that a repository needs. */
export interface InitRequest {
  readonly command: "init";
  /** How the workflow names our action: `ghcr-mirror/ghcr-mirror@v0.1.0`. */
  readonly action: string;
}

/** A request to look for what keeps images from being mirrored. */
export interface DoctorRequest extends Presentation {
  readonly command: "doctor";
  /** Undefined: that of the environment. */
  readonly repository: RepositoryName | undefined;
  /** By its canonical name; undefined: that of the environment. */
  readonly registry: string | undefined;
  /** Those of the options; they go before those of the environment. */
  readonly endpoints: ReadonlyMap<string, URL>;
}

/** What the command line asks for. */
export type Request =
  | MirrorRequest
  | ValidateRequest
  | TagsRequest
  | DoctorRequest
  | InitRequest
  | { readonly command: "job" }
  | { readonly command: "help" }
  | { readonly command: "version" };
