import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

/** The folders of one job, empty when it begins and gone when it has ended. */
export interface JobFolders extends AsyncDisposable {
  readonly home: string;
  /** `GITHUB_WORKSPACE` */
  readonly workspace: string;
  /** `RUNNER_TEMP` */
  readonly temp: string;
  readonly toolCache: string;
}

export async function openJobFolders(workFolder: string): Promise<JobFolders> {
  await mkdir(workFolder, { recursive: true });
  const top = await mkdtemp(join(workFolder, "job-"));
  const make = async (name: string) => {
    const path = join(top, name);
    await mkdir(path);
    return path;
  };
  return {
    home: await make("home"),
    workspace: await make("workspace"),
    temp: await make("temp"),
    toolCache: await make("tools"),
    [Symbol.asyncDispose]: () => rm(top, { recursive: true, force: true }),
  };
}
