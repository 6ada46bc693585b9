import { createHmac, randomUUID } from "node:crypto";
import { Agent } from "undici";
import { keepRecent } from "../keep-recent.ts";
import type { Delivery } from "./delivery.ts";
import { HookFaults } from "./hook-faults.ts";
import { sendHook } from "./send-hook.ts";

/** Who a webhook goes to, and how it is signed. */
export interface HookTarget {
  /** Undefined: nowhere, and the log says so, as for an App without an active webhook. */
  url: string | undefined;
  readonly secret: string;
  readonly appId: number;
  readonly hookId: number;
  /** Milliseconds to wait for an answer (default: GitHub's 10 s). */
  readonly timeout?: number | undefined;
}

/** https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks */
const TIMEOUT = 10_000;

/** A webhook that is to go out. */
export interface NewHook {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly installation: number | null;
  readonly repository: number | null;
}

/**
 * Delivers webhooks as GitHub does: signed, each once, started in order, none waiting for another. What fails is only
 * in the log, until somebody asks for it again.
 */
export class Hooks {
  readonly faults = new HookFaults();
  readonly target: HookTarget;
  readonly #log: Delivery[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  readonly #agent = new Agent();
  readonly #now: () => Date;
  readonly #nextId: () => number;

  constructor(target: HookTarget, { now, nextId }: { now: () => Date; nextId: () => number }) {
    this.target = target;
    this.#now = now;
    this.#nextId = nextId;
  }

  /** The attempts of late, oldest first. */
  get log(): readonly Delivery[] {
    return this.#log;
  }

  find(id: number): Delivery | undefined {
    return this.#log.find((delivery) => delivery.id === id);
  }

  /** Starts a delivery and returns at once. */
  send({ event, payload, installation, repository }: NewHook): void {
    const body = Buffer.from(JSON.stringify(payload));
    const guid = randomUUID();
    const { action } = payload;
    this.#start({
      guid,
      event,
      action: typeof action === "string" ? action : null,
      installation,
      repository,
      isRedelivery: false,
      body,
      headers: this.#headers(event, guid, body),
    });
  }

  /** Sends what was sent once more, with the same guid. */
  redeliver({ id: _, ...earlier }: Delivery): void {
    this.#start({ ...earlier, isRedelivery: true });
  }

  /** Resolves when no delivery is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.settled();
    await this.#agent.destroy();
  }

  #start(known: Omit<Delivery, "id" | "at" | "statusCode" | "status" | "duration">): void {
    const delivery: Delivery = {
      ...known,
      id: this.#nextId(),
      at: this.#now(),
      statusCode: 0,
      status: "",
      duration: 0,
    };
    keepRecent(this.#log, delivery);
    const sending = this.#send(delivery).finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
  }

  async #send(delivery: Delivery): Promise<void> {
    const fault = this.faults.take(delivery);
    if (fault?.kind === "lose" || this.target.url === undefined) {
      delivery.status = "failed to connect to host";
      return;
    }
    if (fault?.kind === "delay") await Promise.race([fault.until, aborted(this.#closing.signal)]);
    const { url, timeout = TIMEOUT } = this.target;
    const attempt = () => {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(timeout)]);
      return sendHook(url ?? "", delivery, { dispatcher: this.#agent, signal });
    };
    const [answer] = await Promise.all(fault?.kind === "duplicate" ? [attempt(), attempt()] : [attempt()]);
    delivery.duration = (this.#now().getTime() - delivery.at.getTime()) / 1000;
    Object.assign(delivery, answer);
  }

  #headers(event: string, guid: string, body: Buffer): Record<string, string> {
    const { secret, appId, hookId } = this.target;
    return {
      accept: "*/*",
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/5a1d0b7",
      "x-github-delivery": guid,
      "x-github-event": event,
      "x-github-hook-id": String(hookId),
      "x-github-hook-installation-target-id": String(appId),
      "x-github-hook-installation-target-type": "integration",
      "x-hub-signature": `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`,
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    };
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
