import type { Errand, Place } from "../../jobs/errand.ts";
import type { Intent } from "../../jobs/intent.ts";
import type { Payload } from "./payload.ts";
import { identitiesOf, isId } from "./reconcile-intents.ts";

/** An errand in the repository of a payload; none where the payload does not say where that is, and on whose behalf. */
export function errandIntents(
  { installation, repository }: Payload,
  errandAt: (place: Place) => Errand,
): readonly Intent[] {
  const id = installation?.id;
  if (!isId(id)) return [];
  return identitiesOf([repository]).map((identity) => ({
    kind: "errand",
    errand: errandAt({ installation: id, repository: identity }),
  }));
}
