import type { Position } from "../problem.ts";
import { keeperOf } from "./keeper-of.ts";
import { compilePathGlob } from "./path-glob.ts";
import type { PolicyLayer, Refusal, Rule } from "./policy.ts";
import { ruleAt } from "./rule-at.ts";

/** Makes a policy's answer to a source in full, without tag: why it may not be mirrored, or undefined. What is denied stays so, whatever is allowed. */
export function compileSources(layer: PolicyLayer): (source: string) => Refusal | undefined {
  const { sources, require, keys } = layer.policy;
  const denying = compileRules(sources.deny);
  const allowing = sources.allow && compileRules(sources.allow);
  const verifying = compileRules(require.verify);
  const { name, remedy } = keeperOf(layer);

  return (source) => {
    const denied = denying(source);
    if (denied) {
      return refuse(source, `${name} denies \`${denied.pattern}\``, denied.position);
    }
    if (allowing && !allowing(source)) {
      return refuse(source, `it is none of the sources that ${name} allows`, keys?.allow);
    }
    const verified = verifying(source);
    if (verified) {
      const why = `${name} requires signatures to be checked, which this version cannot do`;
      return refuse(source, why, verified.position);
    }
    return;
  };

  function refuse(source: string, why: string, place: Position | undefined): Refusal {
    return {
      side: "source",
      message: `\`${source}\` may not be mirrored: ${why}`,
      remedy: `Remove the entry, or ${remedy}.`,
      rule: place && ruleAt(layer, place),
    };
  }
}

/** The first of the rules that matches. */
function compileRules(rules: readonly Rule[]): (source: string) => Rule | undefined {
  const compiled = rules.map((rule) => ({ rule, matches: compilePathGlob(rule.pattern) }));
  return (source) => compiled.find(({ matches }) => matches(source))?.rule;
}
