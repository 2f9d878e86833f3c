import { expect } from 'chai'
import fc from 'fast-check'
import type { JsonValue } from '../../../src/production/json.ts'
import type { Template } from '../../../src/production/types.ts'
import { productionOf } from '../../support/derive.ts'
import { applied } from './replica.ts'
import { changes, leftOut } from './table.ts'

const types = [
  ...Object.values(leftOut).flatMap((each) => each.split(' ').map((type) => `AWS::${type}`)),
  ...Object.values(changes).map(({ type }) => (type.includes('::') && !/^(AWS|Custom|Acme)::/.test(type) ? `AWS::${type}` : type)),
]
const keys = ['__proto__', 'constructor', 'Fn::If', 'Fn::Sub', 'Ref', 'Statement', 'Principal', 'Key', 'Type', 'Fn::GetAtt']
const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('__proto__', '*', '0.0.0.0/0', '${A.B}', 'AWS::NoValue'),
)
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf as fc.Arbitrary<JsonValue>,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
}))

describe('rules given hostile templates', () => {
  it('never crash, whatever stands in the properties that they look at', () => {
    const properties = [...new Set(Object.values(changes).flatMap(({ before }) => Object.keys(before)))]
    const resource = fc.record({
      Type: fc.constantFrom(...types),
      Properties: fc.dictionary(fc.constantFrom(...properties), value, { maxKeys: 6, noNullPrototype: true }),
      CreationPolicy: value,
    })
    fc.assert(
      fc.property(fc.array(resource, { minLength: 1, maxLength: 6 }), (resources) => {
        const Resources = Object.fromEntries(resources.map((each, at) => [`R${at}`, each]))
        const [stack] = productionOf({ shop: 'Resources: {T: {Type: AWS::SNS::Topic}}' }).stacks
        if (stack === undefined) throw new Error('there is no stack')
        const production = { ...productionOf({}), stacks: [{ ...stack, template: { Resources } as unknown as Template }] }
        const before = JSON.stringify(production)
        const once = JSON.stringify(applied(production)[0]?.template)
        expect(JSON.stringify(applied(production)[0]?.template)).to.equal(once)
        expect(JSON.stringify(production)).to.equal(before)
      }),
      { numRuns: 400, seed: 4 },
    )
  })
})
