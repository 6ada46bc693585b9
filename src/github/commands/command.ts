/** A command as it is to be obeyed. `images` are globs on `source:tag`; empty: all. */
export type Command =
  | { readonly name: "help" }
  | { readonly name: "status"; readonly images: readonly string[] }
  | { readonly name: "plan"; readonly images: readonly string[] }
  /** `sha`: at least 7 hex digits in lower case. */
  | { readonly name: "sync"; readonly images: readonly string[]; readonly sha: string | undefined }
  | { readonly name: "retry" }
  | { readonly name: "cancel" }
  | { readonly name: "verify"; readonly images: readonly string[] }
  /** References as they are to stand in the config, and settings for them. */
  | { readonly name: "add"; readonly images: readonly AddedImage[] }
  | { readonly name: "doctor" };

export type CommandName = Command["name"];

/** An image to be added to a config: as a short entry where nothing but its source is said. */
export interface AddedImage {
  /** `docker.io/library/redis:7`, in full. */
  readonly source: string;
  /** `to=cache/redis` in the command. */
  readonly to: string | undefined;
}

/** A line that looks like a command and is none. */
export interface Mistake {
  /** The line, as written. */
  readonly line: string;
  /** What is wrong with it: words of ours, values quoted in backticks. */
  readonly message: string;
  /** What was meant, perhaps. */
  readonly didYouMean: string | undefined;
  /** How it is used: `/mirror sync [image] [sha]`. Undefined: there is no such command. */
  readonly usage: string | undefined;
}

/** What a comment asks for. */
export interface Parsed {
  /** In the order of the comment, each once. Empty where there is a mistake: then nothing of the comment is done. */
  readonly commands: readonly Command[];
  readonly mistakes: readonly Mistake[];
}
