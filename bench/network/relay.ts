import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";
import { DelayLine } from "./delay-line.ts";

/** Bytes on their way in one direction of a connection, as a TCP window would allow: 8 MiB per round trip of 50 ms. */
const IN_FLIGHT = 4 * 2 ** 20;

/** A server that passes TCP connections on to a port of this machine over a longer way. */
export interface Relay extends Disposable {
  readonly port: number;
}

/**
 * Opens a relay to `port` (asked for anew by each connection when it is a function) whose round trip takes `roundTrip` ms: every byte arrives half of that later, and a
 * connection's first bytes wait one round trip more, as for SYN and SYN-ACK. Whatever runs inside (a TLS
 * handshake, HTTP/1.1, HTTP/2 and its windows) so takes as many round trips as it would on a real way.
 */
export async function openRelay(port: number | (() => number), roundTrip: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const connected = performance.now() + roundTrip;
    const target = typeof port === "number" ? port : port();
    const registry = connect({ port: target, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    for (const socket of [client, registry]) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    }
    pass(client, registry, roundTrip / 2, connected);
    pass(registry, client, roundTrip / 2, 0);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.dispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function pass(from: Socket, to: Socket, delay: number, notBefore: number): void {
  const line = new DelayLine(delay);
  let inFlight = 0;
  const flow = () => {
    if (inFlight < IN_FLIGHT && !to.writableNeedDrain) from.resume();
    else from.pause();
  };
  from.on("data", (chunk) => {
    inFlight += chunk.length;
    flow();
    line.push(() => {
      inFlight -= chunk.length;
      to.write(chunk);
      flow();
    }, notBefore);
  });
  to.on("drain", flow);
  from.on("end", () => line.push(() => to.end(), notBefore));
  // An error is followed by "close", and the other end learns of it there.
  from.on("error", () => {});
  from.on("close", () => line.push(() => to.destroySoon(), notBefore));
}
