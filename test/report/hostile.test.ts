import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { isReplicaError } from '../../src/errors.ts'
import { script } from '../../src/report/html/script.ts'
import { formatHtml } from '../../src/report/html.ts'
import { formatJunit } from '../../src/report/junit.ts'
import { formatMail, type Mail } from '../../src/report/mail.ts'
import { formatMarkdown } from '../../src/report/markdown.ts'
import { formatSarif } from '../../src/report/sarif.ts'
import { summarize } from '../../src/report/summarize.ts'
import { formatTerminal } from '../../src/report/terminal.ts'
import type { Summary } from '../../src/report/types.ts'
import { everythingIs, hostileSummary } from '../support/hostile.ts'
import { aBrokenVerdict, aContext, aDifference, aFinding, aPipeline, aRun } from '../support/verdict-builder.ts'

describe('a report of hostile text', () => {
  const summary = hostileSummary()
  const mail = mailOf(summary)

  it('has no control or direction character in any face', () => {
    const faces = [
      formatTerminal(summary, { colour: false, columns: 100 }),
      formatMarkdown(summary),
      formatJunit(summary),
      formatHtml(summary),
      formatSarif(summary),
    ]
    for (const face of [...faces, mail.subject, mail.text, mail.html]) {
      expect(face).not.to.match(/(?!\n)\p{Control}|\p{Bidi_Control}|\p{Surrogate}/u)
    }
  })

  it('escapes markup in HTML, in XML and in Markdown', () => {
    for (const face of [withoutOwnScript(formatHtml(summary)), mail.html, formatJunit(summary)])
      expect(face).not.to.match(/<script|<\/script/i)
    const outsideFences = formatMarkdown(summary).replace(/^(`{3,})[\s\S]*?^\1$/gm, '')
    expect(outsideFences).not.to.match(/<script/i)
    expect(outsideFences).not.to.match(/(?<!\\)`/)
  })

  it('shows no link to anything but a web address', () => {
    const evil = summarize(aBrokenVerdict(), aContext({ run: { ...aContext().run, url: 'javascript:alert(1)' } }))
    for (const face of [formatHtml(evil), mailOf(evil).html, formatMarkdown(evil)]) expect(face).not.to.match(/href="(?!#)|\]\(/)
  })

  it('lets no value add a header to the mail', () => {
    const pieces = [
      '\r\n',
      '\n',
      '\r',
      '\r\n\r\n',
      '\u0000',
      '\u2028',
      '\u0085',
      'Bcc: x@y.z',
      '=?utf-8?q?=0D=0ABcc:_x?=',
      '<',
      '>',
      '@',
      ',',
      ';',
      '"',
      'é',
      '😀',
      ' '.repeat(90),
    ]
    for (let seed = 1; seed <= 150; seed += 1) {
      const text = shuffle(pieces, seed).slice(0, 7).join('')
      const context = aContext({ run: { replicaId: text, owner: text, thread: text, number: text, url: text } })
      const names = headerNames(mailOf(summarize(everythingIs(text), context), { threadId: text, messageId: text }))
      expect(names).to.deep.equal(expectedHeaders)
    }
  })

  it('refuses an address that is more than one address', () => {
    for (const from of ['a@b.c, d@e.f', 'a@b.c\r\nBcc: d@e.f', 'a b@c', '', 'Ann <a@b.c> <d@e.f>', 'ü@example.com', 'a@-x.y']) {
      expect(() => mailOf(summary, { from }))
        .to.throw()
        .that.satisfies((error: unknown) => isReplicaError(error, 'notify.bad_address'))
    }
  })
})

describe('a report of very much', () => {
  const findings = Array.from({ length: 5000 }, (_, index) => aFinding({ effect: `${index} ${'é😀'.repeat(300)}` }))
  const differences = Array.from({ length: 200 }, (_, index) => aDifference({ table: `reports.t${index}` }))
  const output = `${'noise\n'.repeat(900_000)}Error: here it is\n`
  const pipelines = Array.from({ length: 300 }, (_, index) =>
    aPipeline(`p${index}`, { status: 'broken', candidate: aRun({ exitCode: 1, output }), differences }),
  )
  const summary = summarize(aBrokenVerdict({ findings, pipelines: pipelines.slice(0, 30) }), aContext())

  it('fits into a mail of 100 KB that says what was cut and where the rest is', () => {
    const mail = mailOf(summary)
    expect(mail.raw.length).to.be.below(100_000)
    expect(mail.text).to.match(/Cut to keep this mail short: .*\d+ more findings/)
    expect(mail.html).to.include('.prod-replica/report.html')
  })

  it('fits into a comment on GitHub that says what was cut and where the rest is', () => {
    const comment = formatMarkdown(summary)
    expect(comment.length).to.be.below(65_536)
    expect(comment).to.match(/Cut to keep this comment short: .*more findings/)
    expect(comment).to.include('report.html')
  })

  it('fits into a comment even where every character has to be escaped', () => {
    const everything = Array.from({ length: 50 }, () => aFinding({ effect: '@a'.repeat(250), statement: '<'.repeat(500) }))
    expect(formatMarkdown(summarize(aBrokenVerdict({ findings: everything }), aContext())).length).to.be.below(65_536)
  })

  it('shows the failing lines of an output of megabytes', () => {
    expect(summary.failures[0]?.lines).to.include('Error: here it is')
    expect(summary.failures[0]?.lines.length).to.be.at.most(20)
  })

  it('attaches the page where it is small, and says so', () => {
    const small = summarize(aBrokenVerdict(), aContext())
    const page = formatHtml(small)
    const mail = mailOf(small, { attachHtml: page })
    const encoded = new TextDecoder().decode(mail.raw).split('filename="report.html"\r\n\r\n')[1]?.split('\r\n--')[0] ?? ''
    expect(Buffer.from(encoded, 'base64').toString()).to.equal(page)
    expect(mail.text).to.include('The full report is attached.')
    expect(mailOf(small, { attachHtml: 'x'.repeat(2_000_000) }).raw.length).to.be.below(100_000)
  })
})

describe('report.html', () => {
  const page = formatHtml(summarize(aBrokenVerdict(), aContext()))

  it('allows the browser nothing but its own style sheet and script', () => {
    const digestOf = (tag: string) => {
      const text = new RegExp(`<${tag}>([\\s\\S]*)</${tag}>`).exec(page)?.[1] ?? ''
      return createHash('sha256').update(text).digest('base64')
    }
    const sources = `style-src &#39;sha256-${digestOf('style')}&#39;; script-src &#39;sha256-${digestOf('script')}&#39;;`
    expect(page).to.include(`content="default-src &#39;none&#39;; ${sources}`)
  })

  it('asks the network for nothing and has no handlers in its markup', () => {
    expect(withoutOwnScript(page)).not.to.match(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|\sstyle=/i)
  })
})

/** The one script that we put in ourselves. */
function withoutOwnScript(page: string): string {
  return page.replace(`<script>${script}</script>`, '')
}

const expectedHeaders = [
  'From',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'In-Reply-To',
  'References',
  'List-Id',
  'Auto-Submitted',
  'X-Auto-Response-Suppress',
  'MIME-Version',
  'Content-Type',
]

function mailOf(summary: Summary, parts: Partial<Parameters<typeof formatMail>[1]> = {}): Mail {
  const options = { from: 'CI <ci@newvision.example>', to: ['data@newvision.example'], threadId: 'a/b', messageId: 'm.1' }
  return formatMail(summary, { ...options, date: '2026-11-20T09:00:45.000Z', ...parts })
}

/** Names of the message's own headers; a line that is neither a header nor a fold fails the test as `?`. */
function headerNames(mail: Mail): string[] {
  const head = new TextDecoder('latin1').decode(mail.raw).split('\r\n\r\n')[0] ?? ''
  const lines = head.split(/\r\n|\r|\n/).filter((line) => !/^[ \t]/.test(line))
  return lines.map((line) => /^([A-Za-z-]+): /.exec(line)?.[1] ?? '?')
}

/** A shuffle that a seed fixes. */
function shuffle(values: readonly string[], seed: number): string[] {
  let state = seed
  const keyed = values.map((value) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return { value, key: state }
  })
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value)
}
