import { expect } from 'chai'
import { array, assert, constantFrom, property, string } from 'fast-check'
import { analyseCode } from '../../../src/rehearsal/code/analyse.ts'
import { fileReferences } from '../../../src/rehearsal/code/files/references.ts'

const files = ['a.R', 'a.py', 'a.ts', 'a.sql', 'a.sh', 'a.java', 'a.rb', 'a.yml', 'a.ipynb', 'a.Rmd', 'Makefile']
const scraps = [
  '"',
  "'",
  '`',
  '"""',
  '${',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '/',
  '\\',
  '\n',
  '#',
  '//',
  '/*',
  '*/',
  '--',
  '$$',
  "r'(",
  'f"',
  '<<EOF',
  'SELECT ',
  'test_score',
  ' = ',
  '<-',
  '\u0000',
  '{{',
]

describe('reading code', () => {
  it('takes any text, and gives places within it', function () {
    this.timeout(20_000)
    const hostile = array(constantFrom(...scraps), { maxLength: 60 }).map((parts) => parts.join(''))
    for (const text of [hostile, string({ unit: 'binary', maxLength: 80 })])
      assert(
        property(text, constantFrom(...files), (code, file) => {
          const { uses, statements, follow } = analyseCode(file, code)
          const places = [...uses.values()].flat().map(({ at }) => at)
          expect([...places, ...statements.map(({ start }) => start)].every((at) => at >= 0 && at <= code.length)).to.equal(true)
          follow(statements, places)
          fileReferences(file, code)
        }),
        { numRuns: 150 },
      )
  })

  for (const file of ['a.R', 'a.py', 'a.ts', 'a.sql', 'a.sh']) {
    it(`comes to an end with long and hostile text in ${file}`, function () {
      this.timeout(60_000)
      for (const scrap of ['"', '\\"', '{', '${`', '/[', "f'{", "r'(", 'SELECT a+', '(', 'x = ', '"a"+', 'a.b/', '{{', 'f(x).']) {
        const code = analyseCode(file, scrap.repeat(Math.floor(40_000 / scrap.length)))
        code.follow(code.statements, [0])
      }
    })
  }

  it('reads no file above a megabyte', () => {
    expect(analyseCode('a.py', `test_score = 1\n${'x'.repeat(1_000_001)}`).uses.size).to.equal(0)
  })
})
