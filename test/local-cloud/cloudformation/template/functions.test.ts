import { expect } from 'chai'
import { noValue } from '../../../../src/local-cloud/cloudformation/template/no-value.ts'
import { resolveProperties, resolveValue } from '../../../../src/local-cloud/cloudformation/template/resolve.ts'
import type { Scope } from '../../../../src/local-cloud/cloudformation/template/scope.ts'
import type { JsonValue } from '../../../../src/production/json.ts'

const names: Record<string, JsonValue> = { Name: 'shop', Count: 3, Zones: ['a', 'b'], Flag: true, 'AWS::Region': 'eu-west-1' }
const scope: Scope = {
  region: 'eu-west-1',
  ref(name) {
    if (name === 'AWS::NoValue') return noValue
    const value = names[name]
    if (value === undefined) throw new Error(`no ${name}`)
    return value
  },
  attribute: (id, attribute) => (attribute === 'Ports' ? [1, 2] : `${id}:${attribute}`),
  condition: (name) => name === 'Yes',
  mapping: (name) => (name === 'Sizes' ? { small: { ram: '1', disks: ['x'] } } : undefined),
  importValue: (name) => `imported ${name}`,
  dynamic: (text) => text.replace('{{secret}}', 'opened'),
}

const values: [string, JsonValue, JsonValue][] = [
  ['Ref', { Ref: 'Name' }, 'shop'],
  ['Ref of a list', { Ref: 'Zones' }, ['a', 'b']],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Db', 'Endpoint.Address'] }, 'Db:Endpoint.Address'],
  ['GetAtt as a text', { 'Fn::GetAtt': 'Db.Endpoint.Port' }, 'Db:Endpoint.Port'],
  ['GetAtt with a Ref of the attribute', { 'Fn::GetAtt': ['Db', { Ref: 'Name' }] }, 'Db:shop'],
  ['Sub', { 'Fn::Sub': '${Name}-${AWS::Region}-${Db.Arn}' }, 'shop-eu-west-1-Db:Arn'],
  ['Sub with variables', { 'Fn::Sub': ['${X}/${Name}', { X: { Ref: 'Count' } }] }, '3/shop'],
  ['Sub with a literal', { 'Fn::Sub': '${!Name} $${Name} ${ Name }' }, '${Name} $shop shop'],
  ['Sub of a text with dollars', { 'Fn::Sub': 'a $b ${Name} $' }, 'a $b shop $'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Count' }, true]] }, 'a-3-true'],
  ['Join of a Split', { 'Fn::Join': ['+', { 'Fn::Split': [',', 'x,y,'] }] }, 'x+y+'],
  ['Join without NoValue', { 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a,b'],
  ['Select by a text', { 'Fn::Select': ['1', { Ref: 'Zones' }] }, 'b'],
  ['FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'disks'] }, ['x']],
  ['FindInMap with a default', { 'Fn::FindInMap': ['Sizes', 'large', 'ram', { DefaultValue: { Ref: 'Name' } }] }, 'shop'],
  ['If', { 'Fn::If': ['Yes', 'then', { Ref: 'Nothing' }] }, 'then'],
  ['If, otherwise', { 'Fn::If': ['No', { Ref: 'Nothing' }, ['else']] }, ['else']],
  ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': '${Name}-Vpc' } }, 'imported shop-Vpc'],
  ['Base64', { 'Fn::Base64': { 'Fn::Sub': '#!/bin/sh ${Name} é' } }, Buffer.from('#!/bin/sh shop é').toString('base64')],
  ['Cidr', { 'Fn::Cidr': ['10.0.0.0/16', 3, '8'] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
  ['Cidr that begins within its block', { 'Fn::Cidr': ['10.1.2.3/24', 2, 4] }, ['10.1.2.0/28', '10.1.2.16/28']],
  ['Cidr of IPv6', { 'Fn::Cidr': ['2001:db8::/56', 2, 64] }, ['2001:db8::/64', '2001:db8:0:1::/64']],
  ['GetAZs', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  ['GetAZs of nothing', { 'Fn::GetAZs': null }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  ['GetAZs of another region', { 'Fn::GetAZs': 'us-east-2' }, ['us-east-2a', 'us-east-2b', 'us-east-2c']],
  ['Length', { 'Fn::Length': { Ref: 'Zones' } }, 2],
  ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Count' }, b: { Ref: 'AWS::NoValue' } } }, '{"a":3}'],
  ['a dynamic reference', { 'Fn::Sub': 'x {{secret}}' }, 'x opened'],
  ['a policy, whose Condition is no function', { Condition: { StringEquals: { a: 'b' } } }, { Condition: { StringEquals: { a: 'b' } } }],
]

const faults: [string, JsonValue, RegExp][] = [
  ['Join of a map', { 'Fn::Join': [',', { a: 1 }] }, /every Fn::Join object requires two parameters/],
  ['Select beyond the end', { 'Fn::Select': [5, ['a']] }, /Fn::Select cannot select nonexistent value at index 5/],
  ['FindInMap without the map', { 'Fn::FindInMap': ['None', 'a', 'b'] }, /Mapping named 'None' is not present/],
  ['FindInMap without the key', { 'Fn::FindInMap': ['Sizes', 'toString', 'b'] }, /Unable to get mapping for Sizes::toString::b/],
  ['GetAtt without an attribute', { 'Fn::GetAtt': ['Db'] }, /requires two non-empty parameters/],
  ['Sub of a list', { 'Fn::Sub': '${Zones}' }, /variable Zones in Fn::Sub expression does not resolve to a string/],
  ['Cidr of too many', { 'Fn::Cidr': ['10.0.0.0/24', 5, 7] }, /Fn::Cidr cannot make 5 networks/],
  ['Cidr of no block', { 'Fn::Cidr': ['10.0.0/24', 1, 7] }, /which is no CIDR block/],
  ['a transform', { 'Fn::Transform': { Name: 'AWS::Include' } }, /does not support Fn::Transform/],
]

describe('intrinsic functions', () => {
  for (const [title, value, expected] of values) {
    it(`resolves ${title}`, () => expect(resolveValue(value, scope)).to.deep.equal(expected))
  }
  for (const [title, value, message] of faults) {
    it(`refuses ${title}`, () => expect(() => resolveValue(value, scope)).to.throw(message))
  }
  it('leaves out a property that is AWS::NoValue', () => {
    const properties = { A: { 'Fn::If': ['No', 'x', { Ref: 'AWS::NoValue' }] }, B: [{ Ref: 'AWS::NoValue' }, 1] }
    expect(resolveProperties(properties, scope)).to.deep.equal({ B: [1] })
  })
})
