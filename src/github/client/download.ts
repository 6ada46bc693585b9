import { GitHubError } from "../github-error.ts";

/** The bytes at a URL that GitHub has named, asked for without credentials. Throws `TOO_LARGE` above `limit` bytes. */
export async function download(
  url: string,
  limit: number,
  operation: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const response = await ask(url, operation, signal);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      // Leaving the loop closes the connection.
      if (size > limit) throw new GitHubError("TOO_LARGE", operation, `larger than ${limit} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof GitHubError ? error : broken(error, operation);
  }
  return Buffer.concat(chunks);
}

async function ask(url: string, operation: string, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    throw broken(error, operation);
  }
  if (response.ok) return response;
  await response.body?.cancel();
  const code = response.status === 404 || response.status === 410 ? "NOT_FOUND" : "UNAVAILABLE";
  throw new GitHubError(
    code,
    operation,
    response.statusText || "its storage did not answer",
    response.status,
  );
}

/** Its message could name the signed URL, which lets everybody read. */
function broken(error: unknown, operation: string): GitHubError {
  const { code } = ((error instanceof Error && error.cause) || {}) as { readonly code?: string };
  return new GitHubError(
    "UNAVAILABLE",
    operation,
    `the connection to its storage broke (${code ?? "no reason"})`,
  );
}
