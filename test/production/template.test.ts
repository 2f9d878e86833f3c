import { expect } from 'chai'
import { isReplicaError, type ReplicaError } from '../../src/errors.ts'
import type { JsonValue } from '../../src/production/json.ts'
import { parseTemplate } from '../../src/production/template.ts'

/** The value of a property `P` as a template's author wrote it. */
function propertyOf(yaml: string): JsonValue | undefined {
  const indented = yaml.replaceAll('\n', '\n        ')
  const text = `Resources:\n  One:\n    Type: A::B::C\n    Properties:\n      P: ${indented}\n`
  return parseTemplate(text, 't.yml').Resources.One?.Properties?.P
}

describe('parseTemplate', () => {
  for (const [yaml, json] of [
    ['!Ref Vpc', { Ref: 'Vpc' }],
    ['!GetAtt Db.Endpoint.Address', { 'Fn::GetAtt': ['Db', 'Endpoint.Address'] }],
    ['!GetAtt [Db, Arn]', { 'Fn::GetAtt': ['Db', 'Arn'] }],
    ["!Sub '${A}-b'", { 'Fn::Sub': '${A}-b' }],
    ["!Sub ['${A}', {A: !Ref B}]", { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
    ["!Join [',', [a, !Ref B]]", { 'Fn::Join': [',', ['a', { Ref: 'B' }]] }],
    ['!Select [0, !GetAZs ""]', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
    ['!Split [",", a]', { 'Fn::Split': [',', 'a'] }],
    ['!FindInMap [M, !Ref A, b]', { 'Fn::FindInMap': ['M', { Ref: 'A' }, 'b'] }],
    ['!If [C, !Ref A, b]', { 'Fn::If': ['C', { Ref: 'A' }, 'b'] }],
    ['!And [!Equals [a, b], !Not [!Condition C], !Or [a, b]]', and()],
    ['!ImportValue a-b', { 'Fn::ImportValue': 'a-b' }],
    ['!Base64 text', { 'Fn::Base64': 'text' }],
    ['!Cidr [10.0.0.0/16, 4, 8]', { 'Fn::Cidr': ['10.0.0.0/16', 4, 8] }],
    ['!Transform {Name: T, Parameters: {A: b}}', { 'Fn::Transform': { Name: 'T', Parameters: { A: 'b' } } }],
    ['!Length [a, b]', { 'Fn::Length': ['a', 'b'] }],
    ['!ToJsonString {a: 1}', { 'Fn::ToJsonString': { a: 1 } }],
    ['!Sub |\n  line ${A}\n  next', { 'Fn::Sub': 'line ${A}\nnext\n' }],
  ] as const) {
    it(`spells out ${yaml.split('\n')[0]}`, () => {
      expect(propertyOf(yaml)).to.deep.equal(json)
    })
  }

  for (const [yaml, value] of [
    ['2012-10-17', '2012-10-17'],
    ['012345678901', '012345678901'],
    ['123456789012', 123456789012],
    ['1.0', '1.0'],
    ['1e3', '1e3'],
    ['5432', 5432],
    ['-1', -1],
    ['0x1F', '0x1F'],
    ['22:22', '22:22'],
    ['12345678901234567890', '12345678901234567890'],
    ['yes', true],
    ['Off', false],
    ['"yes"', 'yes'],
    ['~', null],
    ['!!str 5', '5'],
  ] as const) {
    it(`reads the scalar ${yaml} as ${JSON.stringify(value)}`, () => {
      expect(propertyOf(yaml)).to.equal(value)
    })
  }

  it('carries out merge keys, where own keys win', () => {
    expect(propertyOf('{Base: &base {a: 1, b: 2}, Own: {b: 3, <<: *base}}')).to.deep.equal({ Base: { a: 1, b: 2 }, Own: { a: 1, b: 3 } })
  })

  it('reads JSON, with a byte order mark and tabs', () => {
    const text = '\uFEFF{\n\t"Resources": {"One": {"Type": "A::B::C", "Properties": {"P": {"Ref": "Two"}}}}\n}'
    expect(parseTemplate(text, 't.json').Resources.One?.Properties).to.deep.equal({ P: { Ref: 'Two' } })
  })

  it('leaves empty sections and empty properties out', () => {
    const template = parseTemplate('Resources:\n  One:\n    Type: A::B::C\n    Properties:\nOutputs:\n', 't.yml')
    expect(template).to.deep.equal({ Resources: { One: { Type: 'A::B::C' } } })
  })

  it('keeps names that only JavaScript knows as plain keys', () => {
    const value = propertyOf('{__proto__: {polluted: true}}') as Record<string, JsonValue>
    expect(Object.keys(value)).to.deep.equal(['__proto__'])
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined)
  })

  for (const [what, text, place, reason] of [
    ['a tab', 'Resources:\n\tA: {Type: B}\n', 't.yml:2:1', 'Tabs'],
    ['a byte order mark inside', 'Resources:\n  \uFEFFA: {Type: B}\n', 't.yml:2:3', 'byte order mark'],
    ['UTF-16', '\uFFFD\uFFFDR\u0000e\u0000', 't.yml:1:1', 'UTF-16'],
    ['a second document', 'Resources: {}\n---\nResources: {}\n', 't.yml:2:1', 'several YAML documents'],
    ['an alias of itself', 'Resources: &a {A: *a}\n', 't.yml:1:19', 'within its own anchor'],
    ['a bracket that never ends', 'Resources:\n  A: [\n', 't.yml:3:1', 'in brackets is not closed'],
    ['a brace that never ends', 'Resources:\n  A: {Type: B\n', 't.yml:3:1', 'in braces is not closed'],
    ['a quote that never ends', 'Resources:\n  A: "x\n', 't.yml:3:1', 'quote is not closed'],
    ['JSON that is nested without end', `{"Resources": ${'['.repeat(9000)}${']'.repeat(9000)}}`, 't.yml:1:264', 'nested too deep'],
    ['an alias of nothing', 'Resources:\n  A: *b\n', 't.yml:2:6', 'anchor'],
    ['broken JSON', '{"Resources": {\n  "A" }', 't.yml:2:8', ''],
    ['no Resources', 'Outputs: {}\n', 't.yml:1:1', 'no Resources'],
    ['a list at the top', '- a\n', 't.yml:1:1', 'no map'],
    ['nothing', '', 't.yml:1:1', 'no map'],
    ['a megabyte', `Resources: ${' '.repeat(1_000_001)}`, 't.yml:1:1', '1 MB'],
    ['nesting without end', `Resources: ${'['.repeat(20_000)}`, 't.yml:1', ''],
  ] as const) {
    it(`says where ${what} is`, () => {
      const error = errorOf(text)
      expect(error.code).to.equal('production.template_invalid')
      expect(error.text.place).to.match(new RegExp(`^${place.replaceAll('.', '\\.')}`))
      expect(error.text.message).to.contain(reason)
    })
  }

  for (const [what, text, place] of [
    ['YAML', 'Resources:\n  A: {Type: B}\n  A: {Type: C}\n', 't.yml:3:3'],
    ['JSON', '{"Resources": {\n  "A": {"Type": "B"}, "A" : {}}}', 't.yml:2:23'],
  ] as const) {
    it(`says where a key of ${what} is given twice, in a text that can be read otherwise`, () => {
      const error = errorOf(text)
      expect(error.code).to.equal('production.template_faulty')
      expect(error.text).to.include({ place })
      expect(error.text.message).to.contain('"A" is given twice')
    })
  }

  it('tells every key that is given twice, however many', () => {
    const text = `Resources: {${'A: {Type: B},'.repeat(50_000)}}`
    const places = errorsOf(text).map((error) => error.text.place)
    expect(places.slice(0, 2)).to.deep.equal(['t.yml:1:26', 't.yml:1:39'])
    expect(places).to.have.length(20)
  })

  for (const [what, value, json] of [
    ['a quoted text that goes on at the left', "'one\n      two\n three'", 'one two three'],
    ['a list that goes on at the left', '[1,\n2\n]', [1, 2]],
    ['a comment right after a quote', '"x"#y', 'x'],
  ] as const) {
    it(`takes ${what}, as CloudFormation does`, () => {
      const text = `Resources:\n  One:\n    Type: A::B::C\n    Properties:\n      P: ${value}\n      Q: q\n`
      expect(parseTemplate(text, 't.yml').Resources.One?.Properties).to.deep.equal({ P: json, Q: 'q' })
    })
  }

  it('keeps a function that CloudFormation does not have as a call', () => {
    expect(propertyOf('!Rain::Embed a.txt')).to.deep.equal({ 'Fn::Rain::Embed': 'a.txt' })
  })

  it('takes what follows a short form as text', () => {
    expect(propertyOf('[!Ref yes, !Sub 012, !GetAZs ]')).to.deep.equal([{ Ref: 'yes' }, { 'Fn::Sub': '012' }, { 'Fn::GetAZs': '' }])
  })

  it('keeps the text of JSON’s numbers that would lose something', () => {
    const text = '{"Resources": {"One": {"Type": "A", "Properties": {"P": [1.0, 12345678901234567890, 1e3, 42, "1.0"]}}}}'
    expect(parseTemplate(text, 't').Resources.One?.Properties?.P).to.deep.equal(['1.0', '12345678901234567890', '1e3', 42, '1.0'])
  })

  it('stops a bomb of aliases', () => {
    const levels = Array.from({ length: 12 }, (_, level) => `  a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`)
    const error = errorOf(['Resources: {}', 'Metadata:', '  a0: &a0 [x]', ...levels].join('\n'))
    expect(error.text.message).to.contain('grow without end')
  })
})

function and(): JsonValue {
  return { 'Fn::And': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Not': [{ Condition: 'C' }] }, { 'Fn::Or': ['a', 'b'] }] }
}

function errorOf(text: string): ReplicaError {
  const [first] = errorsOf(text)
  if (first === undefined) throw new Error('there is no error')
  return first
}

function errorsOf(text: string): readonly ReplicaError[] {
  try {
    parseTemplate(text, 't.yml')
  } catch (error) {
    if (isReplicaError(error)) return error.problems.length > 0 ? error.problems : [error]
    throw error
  }
  throw new Error('the template was accepted')
}
