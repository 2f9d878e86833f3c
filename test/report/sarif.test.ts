import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { expect } from 'chai'
import type { Log } from 'sarif'
import { formatSarif } from '../../src/report/sarif.ts'
import { summarize } from '../../src/report/summarize.ts'
import { ends } from '../support/ends.ts'
import { hostileSummary } from '../support/hostile.ts'
import { aBrokenVerdict, aContext, aFinding } from '../support/verdict-builder.ts'

describe('the findings as SARIF', () => {
  const isValid = officialSchema()

  for (const [name, [verdict, context]] of Object.entries(ends)) {
    it(`are what OASIS's schema of SARIF 2.1.0 asks for: ${name}`, () => {
      isValid(JSON.parse(formatSarif(summarize(verdict, context))))
      expect(isValid.errors ?? []).to.deep.equal([])
    })
  }

  it('are that, too, where every value is hostile', () => {
    isValid(JSON.parse(formatSarif(hostileSummary())))
    expect(isValid.errors ?? []).to.deep.equal([])
  })

  it('lead to file and line, at the level of their severity, with the source line', () => {
    const [broken, changed] = resultsOf(aBrokenVerdict())
    expect([broken?.level, changed?.level]).to.deep.equal(['error', 'warning'])
    expect(broken?.locations?.[0]?.physicalLocation).to.deep.equal({
      artifactLocation: { uri: 'pipelines/record_scores.mjs', uriBaseId: 'CHECKOUT' },
      region: { startLine: 14, snippet: { text: "'SELECT student_id, test_score FROM ela WHERE test_date = $1'," } },
    })
  })

  it('are suppressed with the reason where replica.yml accepts them', () => {
    const accepted = aFinding({ severity: 'changed', accepted: { because: 'new weighting', until: '2026-12-31' } })
    const [result] = resultsOf(aBrokenVerdict({ findings: [accepted] }))
    expect(result?.suppressions).to.deep.equal([
      { kind: 'external', status: 'accepted', justification: 'new weighting (until 2026-12-31)' },
    ])
  })

  it('make a file name a relative address that no character of it can leave', () => {
    const [result] = resultsOf(aBrokenVerdict({ findings: [aFinding({ place: { file: 'a b/ü#?:x.sql', line: 0 } })] }))
    const place = result?.locations?.[0]?.physicalLocation
    expect(place?.artifactLocation?.uri).to.equal('a%20b/%C3%BC%23%3F%3Ax.sql')
    expect(place?.region?.startLine).to.equal(1)
  })
})

function resultsOf(verdict: ReturnType<typeof aBrokenVerdict>) {
  const log = JSON.parse(formatSarif(summarize(verdict, aContext()))) as Log
  return log.runs[0]?.results ?? []
}

/** The schema as Microsoft's jest-sarif brings it along. */
function officialSchema() {
  const file = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  return new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(schema)
}
