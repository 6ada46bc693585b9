import { randomBytes } from "node:crypto";
import type { Handlers } from "../handler.ts";
import { notFound } from "../refusal.ts";
import { appJson } from "./app.ts";
import type { GitHubState } from "./github-state.ts";

/** A code is good for an hour, and once. */
const LIFETIME = 60 * 60 * 1000;

/**
 * The registration of an App from a manifest. There is one App here: whoever registers gets its credentials, and its
 * webhooks go where the manifest says. https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
export class ManifestCodes {
  readonly #codes = new Map<string, { readonly hookUrl: string | undefined; readonly expiresAt: number }>();
  readonly #state: GitHubState;

  constructor(state: GitHubState) {
    this.#state = state;
  }

  /** What a person submits to `/settings/apps/new`: a form with a `manifest`. Returns where the browser is sent; undefined for a form that is none. */
  submit(form: URLSearchParams, state: string | null): string | undefined {
    const manifest = parse(form.get("manifest") ?? "");
    if (manifest === undefined || !URL.canParse(manifest.redirect_url ?? "")) return undefined;
    const code = randomBytes(20).toString("hex");
    const expiresAt = this.#state.world.now().getTime() + LIFETIME;
    this.#codes.set(code, { hookUrl: manifest.hook_attributes?.url, expiresAt });
    const target = new URL(manifest.redirect_url ?? "");
    target.searchParams.set("code", code);
    if (state !== null) target.searchParams.set("state", state);
    return target.href;
  }

  /** The exchange of a code for the App's credentials. */
  get handlers(): Handlers {
    const { world, hooks, key } = this.#state;
    return {
      "apps/create-from-manifest": ({ params }) => {
        const code = params["code"] ?? "";
        const known = this.#codes.get(code);
        this.#codes.delete(code);
        if (known === undefined || known.expiresAt <= world.now().getTime()) throw notFound();
        if (known.hookUrl !== undefined) hooks.target.url = known.hookUrl;
        const body = {
          ...appJson(world),
          client_id: world.app.clientId,
          client_secret: randomBytes(20).toString("hex"),
          webhook_secret: hooks.target.secret,
          pem: key.privateKey,
        };
        return { status: 201, body };
      },
    };
  }
}

interface Manifest {
  readonly redirect_url?: string;
  readonly hook_attributes?: { readonly url?: string };
}

function parse(text: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
