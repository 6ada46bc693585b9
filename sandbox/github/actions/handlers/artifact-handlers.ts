import type { Call, Handlers } from "../../handler.ts";
import { paginate } from "../../paginate.ts";
import { Refusal } from "../../refusal.ts";
import { repositoryOf } from "../../repositories/handlers/repository-of.ts";
import { artifactJson } from "../json/artifact-json.ts";

/** https://docs.github.com/en/rest/actions/artifacts */
export const artifactHandlers: Handlers = {
  "actions/list-workflow-run-artifacts": (call) => {
    const { world, params, query } = call;
    const run = world.actions.of(repositoryOf(call)).run(Number(params["run_id"]));
    const name = query.get("name");
    const found = run.artifacts.filter((artifact) => name === null || artifact.name === name);
    const { items, headers } = paginate(call, query.get("direction") === "asc" ? found : found.toReversed());
    const artifacts = items.map((artifact) => artifactJson(run, artifact));
    return { status: 200, headers, body: { total_count: found.length, artifacts } };
  },

  "actions/get-artifact": (call) => {
    const { run, artifact } = artifactOf(call);
    return { status: 200, body: artifactJson(run, artifact) };
  },

  "actions/download-artifact": (call) => {
    const { artifact } = artifactOf(call);
    if (call.params["archive_format"] !== "zip") throw new Refusal(422, "Only zip is supported.");
    if (artifact.isExpired) throw new Refusal(410, "Artifact has expired");
    return { status: 302, headers: { location: call.world.actions.storage.urlOf(artifact) } };
  },
};

/** Throws 404. */
const artifactOf = (call: Call) =>
  call.world.actions.of(repositoryOf(call)).artifact(Number(call.params["artifact_id"]));
