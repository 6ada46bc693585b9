// undici's main module loads fetch, WebSocket, mocks and more, which takes three times as long as the parts used here.
declare module "undici/lib/dispatcher/agent.js" {
  import { Agent } from "undici";

  export default Agent;
}

declare module "undici/lib/core/errors.js" {
  import { errors } from "undici";

  export default errors;
}

declare module "undici/lib/core/connect.js" {
  import { buildConnector } from "undici";

  export default buildConnector;
}
