import { expect } from 'chai'
import fc from 'fast-check'
import type { NameFact } from '../../src/derive/facts/names.ts'
import { nameFacts } from '../../src/derive/facts/names.ts'
import { indexOfName, isTelling } from '../../src/derive/names/identify.ts'
import { derivePlan } from '../../src/derive/plan.ts'
import type { Leak, Plan, PlannedStack } from '../../src/derive/types.ts'
import { ReplicaError } from '../../src/errors.ts'
import { readTemplate } from '../../src/production/check-template.ts'
import type { JsonValue } from '../../src/production/json.ts'
import type { Production } from '../../src/production/types.ts'
import { danglingIn } from '../support/dangling.ts'
import { ownStacks, specOf } from '../support/derive.ts'
import { kinds, productionsOf } from '../support/template-arbitrary.ts'
import { weirdTemplates } from '../support/weird-templates.ts'

/** `PROD_REPLICA_FUZZ_RUNS=5000` searches longer than a test run should. */
const numRuns = Number(process.env.PROD_REPLICA_FUZZ_RUNS ?? 150)
const replicaId = 'r4f2a1'

describe('any derived plan', function () {
  this.timeout(0)

  it('holds no physical id that it does not report', () => {
    check((plan, production) => {
      const unreported = idsHeld(plan, production).filter(({ id, stack }) => !isReported(id, stack, plan.leaks))
      expect(unreported.map(describeHeld)).to.deep.equal([])
    })
  })

  it('holds no physical id at all of a resource that stays in the replica, where no circle forbids a reference', () => {
    check((plan, production) => {
      const kept = new Set(plan.stacks.flatMap((stack) => Object.keys(stack.template.Resources).map((id) => `${stack.production}/${id}`)))
      const held = idsHeld(plan, production).filter(({ resource }) => kept.has(resource))
      expect(held.map(describeHeld)).to.deep.equal([])
    }, true)
  })

  it('is the same bytes when it is derived again, and leaves production as it was', () => {
    check((plan, production, before) => {
      expect(JSON.stringify(derive(production))).to.equal(JSON.stringify(plan))
      expect(JSON.stringify(production)).to.equal(before)
    })
  })

  it('gives no name that its type does not take, nor one of production’s', () => {
    check((plan, production) => {
      const ids = new Set(production.stacks.flatMap((stack) => stack.resources.map((each) => each.physicalId)))
      const names = plan.stacks.flatMap(fixedNames)
      expect(
        names.filter(({ name, fact }) => !obeys(name, fact) || ids.has(name)).map(({ place, name }) => `${place}: ${name}`),
      ).to.deep.equal([])
    })
  })

  it('refers to nothing that it does not have', () => {
    check((plan) => {
      const exported = new Set(
        plan.stacks.flatMap((stack) => Object.values(stack.template.Outputs ?? {}).map((each) => JSON.stringify(each.Export?.Name))),
      )
      expect(plan.stacks.flatMap((stack) => danglingIn(stack, exported, plan.leaks))).to.deep.equal([])
    })
  })

  it('keeps the properties that its types need', () => {
    check((plan, production) => {
      const missing = plan.stacks.flatMap(({ production: name, template }) =>
        Object.entries(template.Resources).flatMap(([id, resource]) => {
          const before = production.stacks.find((each) => each.name === name)?.template.Resources[id]
          const needs = (kinds[resource.Type]?.needs ?? []).filter((each) => before?.Properties?.[each] !== undefined)
          return needs.filter((each) => resource.Properties?.[each] === undefined).map((each) => `${name}/${id}: ${resource.Type}.${each}`)
        }),
      )
      expect(missing).to.deep.equal([])
    })
  })
})

describe('any template at all', function () {
  this.timeout(0)

  it('is derived, or refused with a coded error', () => {
    fc.assert(
      fc.property(weirdTemplates, fc.boolean(), (text, isLive) => {
        try {
          derive(liveProduction(text, isLive))
        } catch (error) {
          if (!(error instanceof ReplicaError)) throw error
        }
      }),
      { numRuns: numRuns * 4, seed: 4 },
    )
  })
})

/** Holds every plan that can be derived against `property`; `before` is production's JSON as it was. */
function check(property: (plan: Plan, production: Production, before: string) => void, isOrderly = false): void {
  fc.assert(
    fc.property(productionsOf(isOrderly), (production) => {
      const before = JSON.stringify(production)
      property(derive(production), production, before)
    }),
    { numRuns, seed: 2 },
  )
}

function derive(production: Production): Plan {
  return derivePlan(production, specOf(''), { replicaId })
}

function liveProduction(text: string, isLive: boolean): Production {
  const template = readTemplate(text, 'weird', isLive)
  const parameters = Object.entries(template.Parameters ?? {}).map(
    ([name, { Default }]) => [name, { value: String(Default), secret: false }] as const,
  )
  const resources = Object.entries(template.Resources).map(([logicalId, { Type: type }]) => ({
    logicalId,
    type,
    physicalId: `shop-${logicalId}-1A2B3C`,
  }))
  const stack = {
    name: 'weird',
    template,
    parameters: Object.fromEntries(parameters),
    resources: isLive ? resources : [],
    outputs: {},
    origin: 'weird',
    text,
  }
  return { account: '123456789012', partition: 'aws', region: 'us-east-1', stacks: [stack], snapshots: {}, exports: {} }
}

interface Held {
  id: string
  /** `stack/LogicalId` whose physical id it is. */
  resource: string
  /** In whose template it stands. */
  stack: string
}

/** The physical ids that stand in a plan's strings. Names of production's that are everyday words are not ids. */
function idsHeld(plan: Plan, production: Production): Held[] {
  const ids = production.stacks.flatMap((stack) =>
    stack.resources.flatMap(({ logicalId, physicalId = '' }) =>
      isTelling(physicalId) ? [{ id: physicalId, resource: `${stack.name}/${logicalId}` }] : [],
    ),
  )
  return ownStacks(plan).flatMap((stack) => {
    const texts = textsOf({ ...stack.template, given: { ...stack.parameters } } as unknown as JsonValue)
    return ids.filter(({ id }) => texts.some((text) => indexOfName(text, id) >= 0)).map((each) => ({ ...each, stack: stack.production }))
  })
}

function describeHeld({ id, resource, stack }: Held): string {
  return `${stack} holds ${id}, the id of ${resource}`
}

function isReported(id: string, stack: string, leaks: readonly Leak[]): boolean {
  return leaks.some((leak) => leak.stack === stack && (leak.found.includes(id) || id.includes(leak.found)))
}

function textsOf(value: JsonValue): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsOf(each)])
}

function fixedNames(stack: PlannedStack): { name: string; fact: NameFact; place: string }[] {
  return Object.entries(stack.template.Resources).flatMap(([id, { Type, Properties = {} }]) =>
    Object.entries(nameFacts(Type)).flatMap(([property, fact]) => {
      const name = Properties[property]
      return typeof name === 'string' && fact.inParent !== true ? [{ name, fact, place: `${stack.name}/${id}.${property}` }] : []
    }),
  )
}

function obeys(name: string, { max = Number.POSITIVE_INFINITY, pattern }: NameFact): boolean {
  return name.length <= max && (pattern === undefined || new RegExp(pattern.replace('\\Z', '$')).test(name))
}
