import { type Reply, textReply } from "../reply.ts";

/** The router's own answer to a method that a path does not have; no JSON. */
export function methodNotAllowed(allow: string): Reply {
  return textReply(405, "Method not allowed\n", { allow });
}
