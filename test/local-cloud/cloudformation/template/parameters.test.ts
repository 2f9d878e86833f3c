import { expect } from 'chai'
import { isParameterType, typedValue } from '../../../../src/local-cloud/cloudformation/template/parameter-types.ts'
import { readParameters } from '../../../../src/local-cloud/cloudformation/template/parameters.ts'
import type { TemplateParameter } from '../../../../src/production/types.ts'

const ssm = (name: string) => (name === '/image' ? 'ami-1' : undefined)

function read(declaration: TemplateParameter, value?: string) {
  const given = value === undefined ? [] : [{ name: 'P', value, usePrevious: false }]
  return readParameters({ Resources: {}, Parameters: { P: declaration } }, given, {}, ssm).P
}

const refused: [string, TemplateParameter, string | undefined, string][] = [
  ['no value', { Type: 'String' }, undefined, 'Parameters: [P] must have values'],
  ['another value', { Type: 'String', AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
  ['a part of the pattern', { Type: 'String', AllowedPattern: '[a-z]+' }, 'ab1', "Parameter 'P' must match pattern [a-z]+"],
  ['a short text', { Type: 'String', MinLength: 3 }, 'ab', "Parameter 'P' must contain at least 3 characters"],
  ['a long text', { Type: 'String', MaxLength: '1' }, 'ab', "Parameter 'P' must contain at most 1 characters"],
  ['a text for a number', { Type: 'Number' }, 'ten', "Parameter 'P' must be a number"],
  ['a small number', { Type: 'Number', MinValue: 3 }, '2', "Parameter 'P' must be a number not less than 3"],
  ['a large number in a list', { Type: 'List<Number>', MaxValue: 3 }, '1, 4', "Parameter 'P' must be a number not greater than 3"],
  [
    'with the words of the template',
    { Type: 'String', AllowedPattern: 'x', ConstraintDescription: 'only x' },
    'y',
    'Parameter P failed to satisfy constraint: only x',
  ],
  [
    'an SSM parameter that is not there',
    { Type: 'AWS::SSM::Parameter::Value<String>' },
    '/none',
    'Unable to fetch parameters [/none] from parameter store for this account.',
  ],
]

describe('stack parameters', () => {
  for (const [title, declaration, value, message] of refused) {
    it(`refuses ${title}`, () => expect(() => read(declaration, value)).to.throw(message))
  }

  it('refuses one that the template does not have', () => {
    const given = [{ name: 'Q', value: '1', usePrevious: false }]
    expect(() => readParameters({ Resources: {} }, given, {}, ssm)).to.throw('Parameters: [Q] do not exist in the template')
  })

  it('takes the default as text', () => {
    expect(read({ Type: 'Number', Default: 5 })).to.deep.equal({ value: '5', secret: false })
  })

  it('looks up an SSM parameter', () => {
    expect(read({ Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>' }, '/image')).to.deep.equal({
      value: '/image',
      resolved: 'ami-1',
      secret: false,
    })
  })

  it('takes the previous value where asked to', () => {
    const template = { Resources: {}, Parameters: { P: { Type: 'String', NoEcho: true } } }
    const given = [{ name: 'P', usePrevious: true }]
    expect(readParameters(template, given, { P: { value: 'hush', secret: true } }, ssm).P?.value).to.equal('hush')
  })

  it('splits lists and trims their items', () => {
    expect(typedValue('CommaDelimitedList', 'a, b ,c')).to.deep.equal(['a', 'b', 'c'])
    expect(typedValue('AWS::SSM::Parameter::Value<List<String>>', 'a,b')).to.deep.equal(['a', 'b'])
    expect(typedValue('String', 'a,b')).to.equal('a,b')
  })

  it('knows the documented types only', () => {
    expect(isParameterType('List<AWS::EC2::Subnet::Id>')).to.equal(true)
    expect(isParameterType('AWS::SSM::Parameter::Value<CommaDelimitedList>')).to.equal(true)
    expect(isParameterType('Boolean')).to.equal(false)
    expect(isParameterType('List<CommaDelimitedList>')).to.equal(false)
  })
})
