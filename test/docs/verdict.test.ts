import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect } from 'chai'
import { verdictSchema } from '../../scripts/verdict/verdict-schema.ts'
import { knownRules } from '../../src/rehearsal/judge/rules.ts'
import type { Verdict } from '../../src/rehearsal/types.ts'
import { aBrokenVerdict } from '../support/verdict-builder.ts'

const docs = join(import.meta.dirname, '../../docs')
const schemaFile = join(docs, 'verdict.schema.json')

describe('docs/verdict.schema.json', () => {
  it('is what the types say; UPDATE_GOLDEN=1 makes it anew', () => {
    const text = `${JSON.stringify(verdictSchema(), null, 2)}\n`
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(schemaFile, text)
    expect(readFileSync(schemaFile, 'utf8')).to.equal(text)
  })

  it('takes a verdict, and refuses a field that it does not know, lacks or misspells', () => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(schemaFile, 'utf8')))
    const verdict: Verdict = aBrokenVerdict()
    const valid = validate(verdict)
    expect(validate.errors).to.equal(null)
    expect(valid).to.equal(true)
    const { status: _, ...lacking } = verdict
    for (const wrong of [lacking, { ...verdict, status: 'fine' }, { ...verdict, more: 1 }, { ...verdict, findings: [{ rule: 'X' }] }])
      expect(validate(wrong)).to.equal(false)
  })
})

describe('docs/verdict.md', () => {
  const text = readFileSync(join(docs, 'verdict.md'), 'utf8')

  it('explains every rule, and no rule that there is not', () => {
    const explained = [...text.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, rule]) => rule).sort()
    expect(explained).to.deep.equal(knownRules)
  })

  it('names every field', () => {
    const { properties, definitions } = verdictSchema() as {
      properties: Record<string, unknown>
      definitions: Record<string, { properties?: Record<string, unknown> }>
    }
    const fields = [properties, ...Object.values(definitions).map((each) => each.properties ?? {})].flatMap(Object.keys)
    expect([...new Set(fields)].filter((field) => !text.includes(`\`${field}\``))).to.deep.equal([])
  })
})
