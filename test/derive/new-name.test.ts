import { expect } from 'chai'
import { newName } from '../../src/derive/new-name.ts'

describe('newName', () => {
  for (const [name, fact, expected] of [
    ['shop', {}, 'shop-r1'],
    ['orders.fifo', { max: 80 }, 'orders-r1.fifo'],
    ['/shop/db', {}, '/shop/db-r1'],
    ['shop_rule', { pattern: '^[a-zA-Z0-9_]+$' }, 'shop_rule_r1'],
    ['shop', { pattern: '^[a-z0-9]+$' }, 'shopr1'],
    ['shop', { pattern: '(?<broken' }, 'shop-r1'],
    ['shop', { max: 4 }, undefined],
    ['alias/shop', { pattern: '^(alias/)[a-zA-Z0-9:/_-]+$' }, 'alias/shop-r1'],
  ] as const) {
    it(`makes ${expected ?? 'nothing'} from ${name} within ${JSON.stringify(fact)}`, () => {
      expect(newName(name, 'r1', fact)).to.equal(expected)
    })
  }

  it('cuts a long name and keeps two that begin alike apart', () => {
    const [one, other] = ['a', 'b'].map((end) => newName(`${'x'.repeat(40)}${end}`, 'r1', { max: 32 }))
    expect(one)
      .to.have.lengthOf(32)
      .and.match(/^x+-[0-9a-f]{4}-r1$/)
    expect(one).to.not.equal(other)
  })

  it('finds the length that only a pattern knows', () => {
    expect(newName('f'.repeat(64), 'r1', { pattern: '^[a-zA-Z0-9_-]{1,64}$' })).to.have.lengthOf(64)
  })
})
