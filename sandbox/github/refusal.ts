import type { Reply } from "./handler.ts";

const DOCUMENTATION = "https://docs.github.com/rest";

/** One thing that is wrong with a request, in the words of a 422. */
export interface FieldError {
  readonly resource?: string;
  readonly field?: string;
  readonly code: string;
  readonly message?: string;
}

/** An error that GitHub answers with, in its shape. A handler throws it. https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly reply: Reply;

  constructor(
    status: number,
    message: string,
    { errors, headers }: { errors?: readonly (FieldError | string)[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.reply = {
      status,
      body: {
        message,
        ...(errors && { errors }),
        documentation_url: DOCUMENTATION,
        status: String(status),
      },
      ...(headers && { headers }),
    };
  }
}

/** What is absent and what is secret look alike. */
export const notFound = () => new Refusal(404, "Not Found");

/** The credential is unknown, expired or revoked. */
export const badCredentials = () => new Refusal(401, "Bad credentials");

/** The App may not: it lacks the permission, or Apps may not at all. */
export const notForIntegration = () => new Refusal(403, "Resource not accessible by integration");

/** What is there stands in the way. */
export const conflict = (message: string) => new Refusal(409, message);

/** The request is well formed, and these things in it are wrong. */
export const validationFailed = (errors: readonly (FieldError | string)[]) =>
  new Refusal(422, "Validation Failed", { errors });
