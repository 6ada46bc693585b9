import type { IncomingHttpHeaders } from "node:http";
import type { RouteKind } from "./route.ts";

/** One request as it came in, and how it was answered. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly kind: RouteKind;
  readonly repository: string | undefined;
  /** A tag or digest; of an upload the digest in `?digest=` or `?mount=`, if it has one. */
  readonly reference: string | undefined;
  /** 0 until it is answered, and for ever where it never is. */
  readonly status: number;
  /** Where it came from, without a port. */
  readonly address: string;
  readonly authorization: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Bytes of the body that were read. */
  readonly bytesIn: number;
  /** Of a token request by GET: the scopes asked for, one each. Otherwise empty. */
  readonly scopes: readonly string[];
}

/** What requests are counted by; a key that is absent matches everything. */
export type RequestFilter = Partial<
  Pick<RecordedRequest, "method" | "kind" | "repository" | "status" | "address">
>;

/** How many of `requests` have all the values of `filter`. */
export function countRequests(requests: readonly RecordedRequest[], filter: RequestFilter = {}): number {
  const { method, kind, repository, status, address } = filter;
  return requests.filter(
    (request) =>
      (method === undefined || request.method === method) &&
      (kind === undefined || request.kind === kind) &&
      (repository === undefined || request.repository === repository) &&
      (status === undefined || request.status === status) &&
      (address === undefined || request.address === address),
  ).length;
}
