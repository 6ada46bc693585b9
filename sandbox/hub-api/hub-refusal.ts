import { jsonReply, type Reply } from "../registry/reply.ts";

/** An error in the shape of hub.docker.com; `about` names what was asked for. */
export function hubRefusal(status: number, message: string, about: object = {}): Reply {
  return jsonReply(status, { message, errinfo: about });
}
