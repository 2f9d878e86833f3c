import { expect } from 'chai'
import fc from 'fast-check'
import type { NameFact, NameFacts } from '../../../src/derive/facts/names.ts'
import names from '../../../src/derive/facts/physical-names.json' with { type: 'json' }
import { newName } from '../../../src/derive/names/new-name.ts'

const facts = Object.entries(names as NameFacts).flatMap(([type, properties]) =>
  Object.entries(properties).map(([property, fact]) => ({ place: `${type}.${property}`, fact })),
)

describe('newName', () => {
  for (const [name, fact, expected] of [
    ['shop', {}, 'shop-r1'],
    ['orders.fifo', { max: 80 }, 'orders-r1.fifo'],
    ['/shop/db', {}, '/shop/db-r1'],
    ['shop_rule', { pattern: '^[a-zA-Z0-9_]+$' }, 'shop_rule_r1'],
    ['shop', { pattern: '^[a-z0-9]+$' }, 'shopr1'],
    ['shop', { pattern: '[a-z0-9]+' }, 'shopr1'],
    ['Shop', { pattern: '[a-z0-9]+' }, 'Shop-r1'],
    ['shop', { pattern: '(?<broken' }, 'shop-r1'],
    ['shop', { pattern: '(?s).+' }, 'shop-r1'],
    ['shop', { max: 4 }, undefined],
    ['alias/shop', { pattern: '^(alias/)[a-zA-Z0-9:/_-]+$' }, 'alias/shop-r1'],
    ['files--use1-az4--x-s3', { max: 63 }, 'files-r1--use1-az4--x-s3'],
    ['corp.shop.internal', {}, 'corp-r1.shop.internal'],
  ] as const) {
    it(`makes ${expected ?? 'nothing'} from ${name} within ${JSON.stringify(fact)}`, () => {
      expect(newName(name, 'r1', fact)).to.equal(expected)
    })
  }

  it('cuts a long name and keeps two that begin alike apart', () => {
    const [one, other] = ['a', 'b'].map((end) => newName(`${'x'.repeat(40)}${end}`, 'r1', { max: 32 }))
    expect(one)
      .to.have.lengthOf(32)
      .and.match(/^x+-[0-9a-z]{6}-r1$/)
    expect(one).to.not.equal(other)
  })

  it('keeps two names apart that differ in a letter which the type does not take', () => {
    const fact = { pattern: '^[a-z0-9_]+$' }
    expect(newName('a-b', 'r1', fact)).to.not.equal(newName('a_b', 'r1', fact))
  })

  it('finds the length that only a pattern knows', () => {
    expect(newName('f'.repeat(64), 'r1', { pattern: '^[a-zA-Z0-9_-]{1,64}$' })).to.have.lengthOf(64)
  })

  it('gives up where the replica’s id leaves no room, and only there', () => {
    expect(newName('shop-orders', 'a-replica-id-of-thirty-letters', { max: 28 })).to.equal(undefined)
    expect(newName('shop-orders', 'r4f2a1', { max: 28 })).to.equal('shop-orders-r4f2a1')
  })

  it('obeys length and pattern of every type that has a name, for names of any length that are right today', () => {
    const wrong = facts.flatMap(({ place, fact }) =>
      namesFor(fact).flatMap((name) => {
        const made = newName(name, 'r4f2a1', fact)
        return made === undefined || obeys(made, fact) ? [] : [`${place}: ${name} → ${made}`]
      }),
    )
    expect(wrong).to.deep.equal([])
  })

  it('makes a name for an everyday one of every type that takes letters', () => {
    const impossible = facts.flatMap(({ place, fact }) => {
      const name = ['shop', 'shop-orders', 'alias/shop', '/shop', 'shop_orders', 'Shop1'].find((each) => obeys(each, fact))
      return name === undefined || newName(name, 'r4f2a1', fact) !== undefined ? [] : [place]
    })
    expect(impossible).to.deep.equal([])
  })

  it('never gives two names the same new one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z][a-z_-]{0,3}[a-z]{20,60}$/), { minLength: 2, maxLength: 30 }), (all) => {
        for (const fact of [{ max: 32 }, { max: 28 }, { pattern: '^[a-z0-9_]+$' }, { pattern: '^[a-z0-9]+$' }]) {
          const right = all.filter((name) => obeys(name, { pattern: fact.pattern ?? '' }))
          const made = right.map((name) => newName(name, 'r4f2a1', fact))
          expect(new Set(made).size).to.equal(right.length)
        }
      }),
      { numRuns: 100, seed: 7 },
    )
  })
})

/** Names that a type takes: short, common, and as long as it goes. */
function namesFor(fact: NameFact): string[] {
  const plain = ['shop', 'shop-orders-of-the-northern-district-and-others', 'orders.fifo', 'a'.repeat(fact.max ?? 255)]
  return [...plain, ...matching(fact)].filter((name) => obeys(name, fact))
}

function matching({ pattern }: NameFact): string[] {
  if (pattern === undefined || /\\[pAZz]|\(\?/.test(pattern)) return []
  try {
    return fc.sample(fc.stringMatching(new RegExp(`^(?:${pattern})$`)), { numRuns: 3, seed: 1 })
  } catch {
    return []
  }
}

function obeys(name: string, { max = Number.POSITIVE_INFINITY, pattern = '' }: NameFact): boolean {
  const plain = pattern.replace(/^\(\?s\)/, '')
  for (const flags of ['u', '']) {
    try {
      return name.length <= max && new RegExp(plain, flags).test(name)
    } catch {
      // Read more leniently, as the schemas are.
    }
  }
  return name.length <= max
}
