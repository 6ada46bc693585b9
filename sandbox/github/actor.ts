import type { Account } from "./world.ts";

/** What a permission allows. */
export type Access = "read" | "write" | "admin";

/** Who makes a request. */
export type Actor =
  /** A JWT of the App itself. */
  | { readonly kind: "app"; readonly appId: number }
  /** An installation token, with what it was narrowed to. */
  | {
      readonly kind: "installation";
      readonly appId: number;
      readonly installation: number;
      readonly repositories: "all" | ReadonlySet<number>;
      readonly permissions: Readonly<Record<string, Access>>;
    }
  /** A job of a workflow, with its `GITHUB_TOKEN`. */
  | {
      readonly kind: "job";
      /** Ids of the one repository that it reaches, of the run and of the job. */
      readonly repository: number;
      readonly run: number;
      readonly job: number;
      readonly permissions: Readonly<Record<string, Access>>;
    }
  /** A person with a token of their own; the sandbox lets them do what their role allows. */
  | { readonly kind: "user"; readonly account: Account }
  | { readonly kind: "anonymous" };
