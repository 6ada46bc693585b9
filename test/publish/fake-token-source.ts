import type { InstallationToken, TokenRequest } from "../../src/github/github.ts";

/** The one call of GitHub that publishing needs, and what it was asked. */
export interface FakeTokenSource {
  readonly requests: readonly TokenRequest[];
  /** The tokens given out so far. */
  readonly tokens: readonly string[];
  /** What the next call fails with. */
  failure: Error | undefined;
  createToken(request: TokenRequest, signal: AbortSignal): Promise<InstallationToken>;
}

/** Gives `ghs_1`, `ghs_2` and so on, each good for an hour. */
export function fakeTokenSource(now: () => number): FakeTokenSource {
  const requests: TokenRequest[] = [];
  const tokens: string[] = [];
  return {
    requests,
    tokens,
    failure: undefined,
    async createToken(request) {
      requests.push(request);
      const { failure } = this;
      this.failure = undefined;
      if (failure) throw failure;
      const token = `ghs_${requests.length}`;
      tokens.push(token);
      return { token, expiresAt: new Date(now() + 3_600_000) };
    },
  };
}
