import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import { Agent } from "undici";
import type { Blob, Content, Manifest } from "../content/compose.ts";
import { inParallel } from "../content/in-parallel.ts";
import type { Certificate } from "../network/certificate.ts";
import { OWN_AGENT } from "./access-log.ts";

const AT_A_TIME = 8;

interface Request {
  readonly method: "GET" | "HEAD" | "POST" | "PUT";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | Readable;
}

interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** The few calls the benchmark itself makes, recognizable by their `User-Agent`. */
export class RegistryClient implements AsyncDisposable {
  readonly #origin: string;
  readonly #agent: Agent;
  readonly #signal: AbortSignal;

  /** Talks to a port of 127.0.0.1: in TLS when there is a certificate, which is then the one it trusts. */
  constructor(
    port: number,
    { certificate, signal }: { readonly certificate?: Certificate | undefined; readonly signal: AbortSignal },
  ) {
    this.#origin = `${certificate === undefined ? "http" : "https"}://127.0.0.1:${port}`;
    this.#signal = signal;
    this.#agent = new Agent({
      connections: AT_A_TIME,
      ...(certificate && { connect: { ca: certificate.ca } }),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy();
  }

  /** Whether the registry answers. */
  async ping(): Promise<boolean> {
    const answer = this.#send({ method: "GET", path: "/v2/" });
    return answer.then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  /** Pushes everything: children first, tags last. */
  async push(repository: string, { blobs, manifests, indexes, tags }: Content): Promise<void> {
    const base = `/v2/${repository}`;
    const put = (reference: string, manifest: Manifest) =>
      this.#putManifest(`${base}/manifests/${reference}`, manifest);
    await inParallel(blobs, AT_A_TIME, (blob) => this.#putBlob(base, blob));
    await inParallel(manifests, AT_A_TIME, (manifest) => put(manifest.digest, manifest));
    await inParallel(indexes, AT_A_TIME, (index) => put(index.digest, index));
    await inParallel(tags, AT_A_TIME, ([tag, manifest]) => put(tag, manifest));
  }

  /** The tags of `content` that are missing at the registry or point elsewhere, each with what was found. */
  async differences(repository: string, { tags }: Content): Promise<string[]> {
    const differences: string[] = [];
    await inParallel(tags, AT_A_TIME, async ([tag, { digest, mediaType }]) => {
      const path = `/v2/${repository}/manifests/${tag}`;
      const { status, headers } = await this.#send({ method: "HEAD", path, headers: { accept: mediaType } });
      const found = status === 200 ? headers["docker-content-digest"] : `status ${status}`;
      if (found !== digest) differences.push(`${repository}:${tag} is ${found}, not ${digest}`);
    });
    return differences;
  }

  async #putBlob(base: string, { digest, size, open }: Blob): Promise<void> {
    const { headers } = await this.#expect(202, { method: "POST", path: `${base}/blobs/uploads/` });
    const location = new URL(String(headers["location"]), this.#origin);
    location.searchParams.set("digest", digest);
    await this.#expect(201, {
      method: "PUT",
      path: location.pathname + location.search,
      headers: { "content-length": String(size), "content-type": "application/octet-stream" },
      body: Readable.from(open()),
    });
  }

  async #putManifest(path: string, { bytes, mediaType }: Manifest): Promise<void> {
    await this.#expect(201, { method: "PUT", path, headers: { "content-type": mediaType }, body: bytes });
  }

  async #expect(status: number, request: Request): Promise<Response> {
    const response = await this.#send(request);
    if (response.status === status) return response;
    const { method, path } = request;
    throw new Error(`${method} ${this.#origin}${path}: status ${response.status}: ${response.text}`);
  }

  async #send({ headers, ...request }: Request): Promise<Response> {
    const response = await this.#agent.request({
      ...request,
      origin: this.#origin,
      headers: { "user-agent": OWN_AGENT, ...headers },
      signal: this.#signal,
    });
    return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
  }
}
