/** {@link MirrorStage} as a process of its own, told what to do over IPC by a `Lab`. */
import { MirrorStage, type MirrorStageOptions } from "./scheduled/mirror-stage.ts";
import { serveStage } from "./serve-stage.ts";

const options: MirrorStageOptions = JSON.parse(process.argv[2] ?? "{}");
serveStage(await MirrorStage.open(options));
