import type { Rule } from '../decide/rule.ts'
import { isKnownType } from '../facts/known-types.ts'

const expanded = 'AWS::Serverless::'

/** The general rules hold for every type: names, literals, deletion policies, tags. Whoever reads the plan is told where they are all. */
export function unknownTypeRule(hasRule: (type: string) => boolean): Rule {
  return {
    name: 'unknown-type',
    types: ['*'],
    decide: ({ Type }) => {
      if (isKnownType(Type) || Type.startsWith(expanded) || hasRule(Type)) return undefined
      return { kind: 'kept', reason: 'no rule knows this type, so only its names, literals and deletion policy were looked at' }
    },
  }
}
