import { account, partition, region, replicaId } from '../../scripts/corpus/account.ts'
import { createSeededEntropy } from '../../scripts/corpus/entropy.ts'
import { makeLiveStack } from '../../scripts/corpus/live-stack.ts'
import { findLeaks } from '../../src/derive/leaks/leaks.ts'
import { derivePlan } from '../../src/derive/plan.ts'
import { formatTemplate } from '../../src/production/print-template.ts'
import { parseTemplate } from '../../src/production/template.ts'
import type { Production, ProductionStack } from '../../src/production/types.ts'
import { loadSpec } from '../../src/spec/load.ts'
import { makeTemplate } from './template.ts'

/** CloudFormation's limit for one stack: what is larger is several stacks. */
const mostInStack = 500

/** The least and the middle of many rounds, in milliseconds. */
export interface Figure {
  min: number
  median: number
}

/** `plan` is what `derivePlan` takes in all: the derivation (`derive`) and its leak check (`leaks`). */
export interface Measurement {
  resources: number
  rounds: number
  phases: Record<Phase, Figure>
}

export const phases = ['parse', 'derive', 'leaks', 'plan', 'print'] as const
export type Phase = (typeof phases)[number]

/** Derives a made-up production of that many resources until the time is up, at least three times. */
export function measure(resources: number, budgetMs: number): Measurement {
  const texts = makeTexts(resources)
  const production = makeProduction(texts)
  const spec = loadSpec(JSON.stringify({ version: 1, production: { stacks: [...texts.keys()] }, stores: {} }), 'replica.yml')
  const rounds = { parse: [], plan: [], leaks: [], print: [] } as Record<'parse' | 'plan' | 'leaks' | 'print', number[]>
  const endsAt = performance.now() + budgetMs
  for (let round = 0; round < 3 || performance.now() < endsAt; round++) {
    time(rounds.parse, () => [...texts].map(([name, text]) => parseTemplate(text, name)))
    const plan = time(rounds.plan, () => derivePlan(production, spec, { replicaId }))
    time(rounds.leaks, () => findLeaks(plan, production, []))
    time(rounds.print, () => plan.stacks.map(({ template, production: name }) => formatTemplate(template, texts.get(name))))
  }
  const [parse, plan, leaks, print] = [rounds.parse, rounds.plan, rounds.leaks, rounds.print].map(figureOf) as [
    Figure,
    Figure,
    Figure,
    Figure,
  ]
  const derive = { min: plan.min - leaks.min, median: plan.median - leaks.median }
  return { resources, rounds: rounds.plan.length, phases: { parse, derive, leaks, plan, print } }
}

function figureOf(values: readonly number[]): Figure {
  const sorted = values.toSorted((a, b) => a - b)
  return { min: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0 }
}

function makeTexts(resources: number): Map<string, string> {
  const count = Math.ceil(resources / mostInStack)
  const sizes = Array.from({ length: count }, (_, at) => Math.min(mostInStack, resources - at * mostInStack))
  return new Map(sizes.map((size, at) => [`prod${at}`, makeTemplate(`prod${at}`, size, at === 0)]))
}

function makeProduction(texts: ReadonlyMap<string, string>): Production {
  const stacks = [...texts].map(([name, text]) => makeStack(name, text))
  return { account, partition, region, stacks, snapshots: {}, exports: {} }
}

function makeStack(name: string, text: string): ProductionStack {
  const template = parseTemplate(text, name)
  const live = makeLiveStack({ name, text, template, findChild: () => undefined, entropy: createSeededEntropy(name) })
  const parameters = Object.entries(live.parameters).map(([key, { value }]) => [key, { value, secret: key === 'Password' }])
  const { arn, resources, outputs } = live
  return { name, arn, template, parameters: Object.fromEntries(parameters), resources, outputs, origin: `stack ${name}`, text }
}

function time<Value>(times: number[], work: () => Value): Value {
  const startedAt = performance.now()
  const value = work()
  times.push(performance.now() - startedAt)
  return value
}
