import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { JsonValue } from '../../src/production/json.ts'
import { formatTemplate } from '../../src/production/print-template.ts'
import { parseTemplateJson } from '../../src/production/template-json.ts'
import { parseTemplateYaml } from '../../src/production/template-yaml.ts'
import { templatesBelow } from '../support/corpus.ts'
import { runPython } from '../support/python.ts'

/** YAML that readers disagree about most often. */
const odd: readonly string[] = [
  'a: !Ref yes\nb: !Sub 012\nc: !GetAZs\nd: !GetAtt a.b.c\ne: !GetAtt [a, b.c]\nf: !Base64 ""\n',
  'a: yes\nb: No\nc: on\nd: OFF\ne: ~\nf:\ng: null\nh: "null"\ni: y\nj: True\n',
  'a: 2012-10-17\nb: 012345678901\nc: 1.0\nd: 1e3\ne: 0x1F\nf: 22:22\ng: 1_000\nh: .5\ni: +1\n',
  'a:\n  b: \'quoted\ntext goes on\'\nc: "left\n\n  of where\nit begins"\nd: [1,\n2\n]\n',
  'a:\n  b: [x,\n  {c: d\n}\n]\ne: f\n',
  'a: \'it\'\'s\'\nb: "\\u00e9\\x41\\n\\/\\t"\nc: "a\\\n  b"\n',
  'a: |\n  one\n\n  \ttwo\n\nb: |-\n  x\nc: |+\n  y\n\nd: >\n  a\n  b\n\n    c\n  d\ne: |2\n    z\n',
  'a: plain text\n  goes on\n\n  here\nb: x # comment\nc: x#y\nd: "x"#comment\n',
  'a: b\r\nc: |\r\n  one\r\n  two\r\nd: "x\r\n  y"\r\n',
  '# first\n---\n# second\na: 1\n# last\n...\n',
  'a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\ne: [*x, *x]\nf:\n  <<: [{b: 5}, *x]\n',
  'a:\n- b\n-   - c\n    - d\n- e: f\n  g: h\n-\n  i: j\n',
  '? a\n: b\n"c" : d\n\'e\': f\n{g: h}: i\n'.split('\n').slice(0, 4).join('\n'),
  'a: {"b":1,"c":[1,2],d: !Ref e}\nf: [!Ref g, !Sub "${h}"]\n',
  'a: ::/0\nb: 0.0.0.0/0\nc: arn:aws:s3:::x/*\nd: http://x/?a=b&c\ne: -x\nf: ?x\ng: :x\nh: "*"\n',
  'a: grüße ✓ 😀\nb: "\\U0001F600"\n',
  'a: !If [c, !Sub ["${d}", {d: !Ref e}], !Ref AWS::NoValue]\nb: !Transform {Name: x}\n',
  '{\n  "a": {"Fn::Join": ["", ["b", {"Ref": "c"}]]},\n  "d": 1.50,\n  "e": true\n}\n',
]

describe('what a template says', () => {
  it('is what PyYAML reads, in odd places', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'prod-replica-test-'))
    const files = odd.map((_, index) => join(folder, `${index}.yml`))
    for (const [index, text] of odd.entries()) await writeFile(files[index] ?? '', text)
    await expectSame(files)
    await rm(folder, { recursive: true })
  }).timeout(60_000)

  it('is what PyYAML reads, in every template of the corpus', async () => {
    await expectSame(templatesBelow())
  }).timeout(300_000)
})

describe('a printed template', () => {
  it('says the same to PyYAML, whatever its texts look like', async () => {
    const texts = ['yes', 'y', '012', '1e3', '1_000', '2012-10-17', '=', '*x', '&a', '!b', 'a: b', 'a #c', '', 'null', '~', '- x', '%a']
    const more = [
      '<<',
      'a\nb',
      'a\n',
      '#!/bin/sh\n\necho "x" | \\\n  cat\n',
      ' a\nb',
      'a \nb',
      '\n',
      ' x',
      '\u2028',
      '\u0085',
      '\uFEFFx',
      'é',
      '😀',
      'a\tb',
    ]
    const most = [
      "it's",
      '"',
      '\\',
      '{a}',
      '22:22',
      '0x1F',
      '0b1',
      '0o7',
      '.5',
      '.inf',
      '+1',
      'x:',
      'a\r\nb',
      '@b',
      '`',
      '|',
      '>',
      '?',
      '-',
      ':',
      ',',
    ]
    const properties = Object.fromEntries(
      [...texts, ...more, ...most].map((text, index) => [`P${index}`, [text, { 'Fn::Sub': text }, { [text]: text }]]),
    )
    const template = { Resources: { A: { Type: 'T', Properties: properties } } }
    const folder = await mkdtemp(join(tmpdir(), 'prod-replica-test-'))
    const file = join(folder, 'printed.yml')
    await writeFile(file, formatTemplate(template, 'Resources:\n  A:\n    Type: T\n'))
    expect(await readFile(file, 'utf8')).to.match(/^Resources:/)
    await expectSame([file])
    await rm(folder, { recursive: true })
  }).timeout(60_000)
})

async function expectSame(files: readonly string[]): Promise<void> {
  expect(files).to.have.length.above(0)
  const folder = await mkdtemp(join(tmpdir(), 'prod-replica-test-'))
  const list = join(folder, 'files')
  await writeFile(list, files.join('\n'))
  const lines = (await runPython('template.py', [list], {})).trim().split('\n')
  for (const line of lines) {
    const { file, value, refused } = JSON.parse(line)
    expect(refused, file).to.equal(undefined)
    expect(asTexts(await read(file)), file).to.deep.equal(value)
  }
  await rm(folder, { recursive: true })
}

async function read(file: string): Promise<JsonValue> {
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '')
  return parseTemplateJson(text, file) ?? parseTemplateYaml(text, file)
}

/** Numbers as their texts. */
function asTexts(value: JsonValue): JsonValue {
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(asTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asTexts(each)]))
}
