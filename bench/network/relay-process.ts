import { openRelay } from "./relay.ts";

// A relay in a process of its own: `relay-process.ts PORT ROUND_TRIP_MS` tells its port and ends with its parent.
const [port, roundTrip] = process.argv.slice(2).map(Number);
if (port === undefined || roundTrip === undefined)
  throw new Error("usage: relay-process.ts PORT ROUND_TRIP_MS");
const relay = await openRelay(port, roundTrip);
process.on("SIGINT", () => {}); // Ctrl-C reaches the whole group; the parent says when to end.
process.on("disconnect", () => process.exit());
process.send?.(relay.port);
