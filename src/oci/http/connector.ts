import type { Socket } from "node:net";
import buildConnector from "undici/lib/core/connect.js";
import type { Network } from "./network.ts";
import { openTunnel } from "./proxy/open-tunnel.ts";
import type { HttpProxy } from "./proxy/proxy.ts";
import { TunnelError } from "./proxy/tunnel-error.ts";

/**
 * How undici connects: where the guard admits it and, to guarded hosts, with the guard's look-up; or by way of a proxy, in a
 * tunnel for HTTPS, and to the proxy itself for plain HTTP. Each step may take `timeout` milliseconds.
 */
export function createConnector({ guard, proxyFor }: Network, timeout: number): buildConnector.connector {
  const anywhere = buildConnector({ timeout, allowH2: false });
  const pinned = guard && buildConnector({ timeout, allowH2: false, lookup: guard.lookup });
  return (options, callback) => {
    const fail = (error: Error) => callback(error, null);
    try {
      const isPinned = guard?.admit(options) !== undefined;
      const origin = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
      const proxy = proxyFor?.(origin);
      if (proxy === undefined) {
        const connect = isPinned && pinned ? pinned : anywhere;
        connect(options, callback);
      } else if (origin.protocol === "http:") {
        anywhere(placeOf(proxy), (...[cause, socket]) => {
          if (cause) fail(TunnelError.unreachable(proxy, cause));
          else callback(null, socket);
        });
      } else {
        const connect = (httpSocket: Socket) => anywhere({ ...options, httpSocket }, callback);
        openTunnel(proxy, origin, timeout).then(connect, fail);
      }
    } catch (error) {
      fail(error as Error);
    }
  };
}

function placeOf({ origin: { protocol, host, hostname, port } }: HttpProxy): buildConnector.Options {
  return { protocol, host, hostname: hostname.replace(/^\[|\]$/g, ""), port };
}
