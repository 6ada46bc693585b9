/**
 * The world around the server, as a process of its own: GitHub, Docker Hub and GHCR of the sandbox. Told what to do over IPC, by
 * {@link Lab}.
 */
import { serveStage } from "./serve-stage.ts";
import { Stage, type StageOptions } from "./stage.ts";

const options: StageOptions = JSON.parse(process.argv[2] ?? "{}");
serveStage(await Stage.open(options));
