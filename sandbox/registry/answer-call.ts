import { authenticate, type Gate } from "./auth/authenticate.ts";
import type { AdmittedCall, Backend, Call, Handler } from "./call.ts";
import { Refusal, refusal } from "./refusal.ts";
import { refuseInstallation } from "./refuse-installation.ts";
import { jsonReply, type Reply, textReply } from "./reply.ts";
import type { RouteKind } from "./route.ts";
import { serveBlobs } from "./serve/serve-blobs.ts";
import { serveCdn } from "./serve/serve-cdn.ts";
import { serveManifests } from "./serve/serve-manifests.ts";
import { serveQuayTags } from "./serve/serve-quay-tags.ts";
import { serveReferrers } from "./serve/serve-referrers.ts";
import { serveTags } from "./serve/serve-tags.ts";
import { serveToken } from "./serve/serve-token.ts";
import { serveUploads } from "./serve/serve-uploads.ts";

/** OCI distribution-spec, "Pulling manifests": `<name>`; with the host at most 255 characters in practice. */
const NAME = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const NAME_LENGTH = 255;

const HANDLERS: Partial<Record<RouteKind, Handler>> = {
  manifest: serveManifests,
  blob: serveBlobs,
  upload: serveUploads,
  tags: serveTags,
  referrers: serveReferrers,
};

/** Answers a call honestly: routes it, checks the caller, and turns refusals into replies. */
export async function answerCall(call: Call, gate: Gate, backend: Backend): Promise<Reply> {
  try {
    if (call.route.kind === "cdn") return serveCdn(call, backend);
    const refused = backend.meter?.count("requests", call.address);
    if (refused) return refused;
    if (call.route.kind === "api") return serveApi(call, backend);
    if (call.route.kind === "token") return await serveToken(call, gate, backend);
    return versioned(await serveRegistry(call, gate, backend));
  } catch (error) {
    if (error instanceof Refusal) return versioned(error.reply);
    throw error;
  }
}

async function serveRegistry(call: Call, gate: Gate, backend: Backend): Promise<Reply> {
  const { kind, repository } = call.route;
  if (kind === "other") return textReply(404, "404 page not found\n");
  if (repository !== undefined && !NAME.test(repository)) {
    if (backend.manners.badName === "page-not-found") return textReply(404, "404 page not found\n");
    throw refusal("NAME_INVALID");
  }
  if (repository !== undefined && repository.length > NAME_LENGTH) throw refusal("NAME_INVALID");
  const identity = authenticate(call, gate, backend);
  if (repository === undefined) return jsonReply(200, {});
  if (!backend.manners.admits.test(repository)) throw refusal("DENIED");
  const handler = HANDLERS[kind];
  if (handler === undefined) return textReply(404, "404 page not found\n");
  const admitted = { ...call, repository, identity };
  refuseInstallation(admitted, backend);
  const wasThere = backend.store.hasRepository(repository);
  const reply = await handler(admitted, backend);
  if (!wasThere) claimNew(admitted, backend);
  return reply;
}

/** What the first push of a job has made belongs to the job's repository. */
function claimNew({ repository, identity }: AdmittedCall, { store, packages }: Backend): void {
  const job = identity.grant?.repository;
  if (job !== undefined && store.hasRepository(repository)) packages.claim(repository, job);
}

function serveApi(call: Call, backend: Backend): Reply {
  if (backend.manners.api === "quay") return serveQuayTags(call, backend);
  return versioned(textReply(404, "404 page not found\n"));
}

function versioned(reply: Reply): Reply {
  return { ...reply, headers: { "docker-distribution-api-version": "registry/2.0", ...reply.headers } };
}
