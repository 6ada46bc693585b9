import type { Delivery } from "../../sandbox/github/hooks/delivery.ts";
import type { RecordedRequest } from "../../sandbox/github/recorded-request.ts";
import type { Repository } from "../../sandbox/github/repositories/repository.ts";

/** When things happened after a push, in milliseconds of the epoch; null: not (yet). */
export interface PushTimes {
  readonly acknowledged: number;
  readonly inProgress: number | null;
  readonly completed: number | null;
}

/** What is read of the requests that make and change check runs. */
interface CheckBody {
  readonly head_sha?: string;
  readonly status?: string;
}

/** For each delivery of a push, when its commit's check run was asked to be in progress and to be completed. */
export function answersOf(
  deliveries: readonly Delivery[],
  requests: readonly RecordedRequest[],
  repositories: readonly Repository[],
): PushTimes[] {
  const first = new Map<string, number>();
  for (const { operation, repository, path, body, at } of requests) {
    if (operation !== "checks/create" && operation !== "checks/update") continue;
    const { head_sha, status } = body as CheckBody;
    const commit = head_sha ?? commitOf(repositories, repository, path);
    const key = `${commit} ${status}`;
    if (!first.has(key)) first.set(key, at.getTime());
  }
  return deliveries.map(({ body, at, duration }) => {
    const commit = String(JSON.parse(String(body)).after);
    return {
      acknowledged: at.getTime() + duration * 1000,
      inProgress: first.get(`${commit} in_progress`) ?? null,
      completed: first.get(`${commit} completed`) ?? null,
    };
  });
}

/** That of the check run which a path ends with. */
function commitOf(
  repositories: readonly Repository[],
  name: string | undefined,
  path: string,
): string | undefined {
  const repository = repositories.find(({ fullName }) => fullName === name);
  return repository?.checks.run(Number(/\/(\d+)$/.exec(path)?.[1])).headSha;
}
