import type { Verdict } from '../../src/rehearsal/types.ts'
import { summarize } from '../../src/report/summarize.ts'
import type { ReportContext, Summary } from '../../src/report/types.ts'
import { aBrokenVerdict, aContext, aDifference, aFinding, aPipeline, aPlanRecord, aRename, aRun } from './verdict-builder.ts'

const esc = String.fromCharCode(27)
/** Everything that one face or another might take for its own: markup, quotes, headers, escape sequences, direction. */
export const hostile = `<script>alert(1)</script>"'\`|\r\nBcc: evil@example.com\r\n\r\n${esc}[31m${esc}]0;title\u0007\u0000\u202egnp.exe ]]> --> & ${'x'.repeat(500)}`

/** A report in which every value that comes from outside is hostile. */
export function hostileSummary(): Summary {
  return summarize(everythingIs(hostile), hostileContext())
}

/** A verdict whose every text is `text`. */
export function everythingIs(text: string): Verdict {
  const failed = aRun({ exitCode: 1, output: text, errors: [{ sqlState: text, message: text }] })
  return aBrokenVerdict({
    revisions: { base: { ref: text, sha: text }, candidate: { sha: text, branch: text, subject: text } },
    schema: [aRename({ table: text, column: text, after: text, migration: { place: { file: text, line: 1, text }, statement: text } })],
    pipelines: [
      aPipeline(text, {
        status: 'broken',
        candidate: failed,
        differences: [aDifference({ table: text, examples: [{ before: { [text]: text }, after: null }] })],
      }),
    ],
    findings: [
      aFinding({
        rule: text,
        pipeline: text,
        table: text,
        column: text,
        statement: text,
        place: { file: text, line: 2, text },
        otherPlaces: [{ file: text, line: 3, text }],
        acceptance: text,
        remedy: text,
        effect: text,
      }),
    ],
    notTested: [{ what: text, why: text }],
    masked: [text],
  })
}

export function hostileContext(): ReportContext {
  return aContext({
    teardown: { deleted: [], survivors: [hostile] },
    resultsFolder: hostile,
    plan: aPlanRecord({
      stacks: [
        {
          name: hostile,
          decisions: [{ logicalId: hostile, type: hostile, kind: 'dropped', reasons: [{ rule: hostile, reason: hostile }] }],
        },
      ],
    }),
    earlier: [{ group: hostile, label: hostile, detail: hostile, fromMs: 0, toMs: 1, status: 'done' }],
    run: { replicaId: hostile, owner: hostile, thread: hostile, url: hostile, number: hostile },
  })
}
