import type { JsonValue } from '../../production/json.ts'
import type { DraftStack } from '../draft.ts'

/** What a template says to people about itself, its parameters and its outputs goes where it names something of production's. */
export function dropTellingDescriptions(stack: DraftStack, isKnown: (text: string) => boolean): void {
  const { Parameters = {}, Outputs = {} } = stack.template
  const holders = [stack.template, ...Object.values(Parameters), ...Object.values(Outputs)] as unknown as Record<string, JsonValue>[]
  for (const holder of holders) {
    for (const key of ['Description', 'ConstraintDescription']) {
      const text = holder[key]
      if (typeof text === 'string' && isKnown(text)) delete holder[key]
    }
  }
}
