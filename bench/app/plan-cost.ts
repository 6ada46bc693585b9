import type { Delivery } from "../../sandbox/github/hooks/delivery.ts";
import type { RecordedRequest } from "../../sandbox/github/recorded-request.ts";
import type { RecordedRequest as RegistryRequest } from "../../sandbox/registry/recorded-request.ts";
import { botRequests } from "./publication.ts";

/** What a plan took. Requests are counts. */
export interface PlanCost {
  /** Milliseconds from the 2xx of the webhook that asked for it until its check run was told to be completed. */
  readonly finished: number;
  readonly title: string;
  /** Of the bot, until it was asked for this. */
  readonly github: number;
  /** At Docker Hub: those that it bills. */
  readonly pulls: number;
  /** At Docker Hub: all others, by what is asked for. */
  readonly source: Readonly<Record<string, number>>;
  /** At GHCR. */
  readonly destination: number;
}

/** What was asked of whom since a plan was asked for. */
export interface Asked {
  /** That asked for it. */
  readonly delivery: Delivery;
  readonly github: readonly RecordedRequest[];
  readonly hub: readonly RegistryRequest[];
  readonly ghcr: readonly RegistryRequest[];
}

/** What is read of the requests that make and change check runs. */
interface CheckBody {
  readonly status?: string;
  readonly output?: { readonly title: string };
}

/** Undefined where it is not finished. */
export function planCost({ delivery, github, hub, ghcr }: Asked): PlanCost | undefined {
  const { at, duration } = delivery;
  const isEnd = ({ operation, body }: RecordedRequest) =>
    (operation === "checks/create" || operation === "checks/update") &&
    (body as CheckBody).status === "completed";
  const end = github.find((request) => request.at >= at && isEnd(request));
  if (!end) return undefined;
  const isPull = ({ kind, method }: RegistryRequest) => kind === "manifest" && method === "GET";
  const others = Map.groupBy(
    hub.filter((request) => !isPull(request)),
    ({ kind, method }) => (kind === "manifest" ? `${method} manifest` : kind),
  );
  return {
    finished: end.at.getTime() - at.getTime() - duration * 1000,
    title: (end.body as CheckBody).output?.title ?? "",
    github: botRequests(github, at),
    pulls: hub.filter(isPull).length,
    source: Object.fromEntries([...others].map(([kind, requests]) => [kind, requests.length])),
    destination: ghcr.length,
  };
}
