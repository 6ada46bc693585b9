/** How a registry tells who is calling. */
export type AuthMode = NoAuth | BasicAuth | TokenAuth;

/** Everybody may do everything, and nobody is challenged. */
export interface NoAuth {
  readonly kind: "none";
}

/** `Basic` on every request. */
export interface BasicAuth {
  readonly kind: "basic";
  /** Password by user name. */
  readonly users: Readonly<Record<string, string>>;
}

/** Where token services are. */
export type TokenPath = "/token" | "/token/" | "/v2/auth" | "/v2/token";

/** A token service and `Bearer` tokens. distribution, "Token Authentication Specification". */
export interface TokenAuth {
  readonly kind: "token";
  /**
   * Password by user name (default: none). Who has an account may do everything. A password also serves as
   * refresh token.
   */
  readonly users?: Readonly<Record<string, string>>;
  /**
   * Knows the tokens that a GitHub gives to installations and jobs. Asked for a password that is no user's; undefined for one that it never
   * issued, or that has expired or been revoked. Also asked again with every call that an access token is shown with.
   */
  readonly verify?: (token: string) => PackagesToken | undefined;
  /** What a caller without credentials may do (default `pull`). */
  readonly anonymous?: "pull" | "none";
  /**
   * Seconds. Without it the answer names no time and the token lives the 60 s that the specification says.
   */
  readonly expiresIn?: number;
  /** Where the answer has the token (default `token`). */
  readonly field?: "token" | "access_token" | "both";
  /** A token asked for another service is worthless here (default `registry`). */
  readonly service?: string;
  /** The token service listens on another port (default: that of the registry itself). */
  readonly realmHost?: boolean;
  /** Where it is (default `/token`). */
  readonly realmPath?: TokenPath;
  /** POST to the token service; without it 404, as at registries that only know GET (default true). */
  readonly oauth2?: boolean;
}

/** What a token of a GitHub's is good for at a registry of packages: that of an App's installation, or that of a workflow's job. */
export interface PackagesToken {
  /** The account that the App is installed on, or that owns the job's repository; its name is the namespace. In any case. */
  readonly account: string;
  /** The permission `packages`; undefined where the token has none. */
  readonly packages: "read" | "write" | undefined;
  /** Of a job, its repository: an id. */
  readonly repository?: number;
}
