import type { Reply } from "../handler.ts";
import { type Operation, violationsOf } from "./contract.ts";

/** What a reply breaks of the contract, if anything: then the sandbox is wrong. An error needs GitHub's shape, whatever the operation. */
export function checkReply(operation: Operation, { status, body }: Reply): string[] {
  const schema = operation.responses[String(status)];
  if (status >= 400) return isError(body) ? [] : [`${status} without a message`];
  if (schema === undefined) return status === 304 ? [] : [`the status ${status} is not in the contract`];
  if (schema === null) return body === undefined ? [] : [`${status} has no body`];
  return violationsOf(body, operation.id, "responses", String(status));
}

function isError(body: unknown): boolean {
  return typeof body === "object" && body !== null && "message" in body && typeof body.message === "string";
}
