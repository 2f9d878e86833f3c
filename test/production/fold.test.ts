import { expect } from 'chai'
import { fold, scopeOf } from '../../src/production/fold.ts'
import { productionOf } from '../support/derive.ts'

describe('fold', () => {
  it('works out conditions that ask twice for one another, level upon level, once each', () => {
    const levels = Array.from({ length: 24 }, (_, at) => `  C${at + 1}: !And [{Condition: C${at}}, {Condition: C${at}}]`)
    const text = `Conditions:\n  C0: !Equals [!Ref AWS::Region, us-east-1]\n${levels.join('\n')}\nResources:\n  T: {Type: AWS::SNS::Topic}\n`
    const production = productionOf({ shop: text })
    const [shop] = production.stacks
    if (shop === undefined) throw new Error('there is no stack')
    let asked = 0
    const scope = scopeOf(shop, production)
    const get = (pseudo: typeof scope.pseudo, name: string) => {
      asked += 1
      return pseudo[name]
    }
    const counted = { ...scope, pseudo: new Proxy(scope.pseudo, { get }) }
    expect(fold({ Condition: 'C24' }, counted)).to.equal(true)
    expect(asked, 'how often the region was asked for').to.be.lessThan(5)
  })

  it('does not know a condition that asks for itself', () => {
    const production = productionOf({ shop: 'Resources:\n  T: {Type: AWS::SNS::Topic}\n' })
    const [shop] = production.stacks
    if (shop === undefined) throw new Error('there is no stack')
    const template = { ...shop.template, Conditions: { A: { 'Fn::Not': [{ Condition: 'A' }] } } }
    expect(fold({ Condition: 'A' }, scopeOf({ ...shop, template }, production))).to.equal(undefined)
  })
})
