import type { Measurement } from "./figure.ts";
import { measureComments } from "./measure-comments.ts";
import { measurePlans } from "./measure-plans.ts";

/** How soon people are answered: in a conversation, and on a pull request. */
export const conversation: Measurement = {
  name: "conversation",
  async measure(tell) {
    return [...(await measurePlans(tell)), ...(await measureComments(tell))];
  },
};
