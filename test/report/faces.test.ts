import { formatHtml } from '../../src/report/html.ts'
import { formatJunit } from '../../src/report/junit.ts'
import { formatMail } from '../../src/report/mail.ts'
import { formatMarkdown } from '../../src/report/markdown.ts'
import { formatSarif } from '../../src/report/sarif.ts'
import { summarize } from '../../src/report/summarize.ts'
import { formatTerminal } from '../../src/report/terminal.ts'
import { ends } from '../support/ends.ts'
import { expectGolden } from '../support/golden.ts'

for (const [name, [verdict, context]] of Object.entries(ends)) {
  describe(`the faces of the report: ${name}`, () => {
    const summary = summarize(verdict, context)

    it('tells it on a terminal', () => expectGolden(`report/${name}.txt`, formatTerminal(summary, { colour: false, columns: 100 })))
    it('tells it in Markdown', () => expectGolden(`report/${name}.md`, formatMarkdown(summary)))
    it('tells it to the tests tab', () => expectGolden(`report/${name}.xml`, formatJunit(summary)))
    it('tells it to code scanning', () => expectGolden(`report/${name}.sarif`, formatSarif(summary)))
    it('tells it as a page', () => expectGolden(`report/${name}.html`, withoutStyle(formatHtml(summary))))
    it('tells it as a mail', () => {
      const options = { from: 'ci@newvision.example', to: ['data@newvision.example'], threadId: context.run.thread, messageId: 'scores.1' }
      const mail = formatMail(summary, { ...options, date: context.now })
      expectGolden(`report/${name}.eml`, new TextDecoder().decode(mail.raw))
    })
  })
}

/** The style sheet and the script are the same in every page: goldens are about what they say. */
function withoutStyle(page: string): string {
  return page
    .replace(/<style>[\s\S]*<\/style>/, '<style>…</style>')
    .replace(/<script>[\s\S]*<\/script>/, '<script>…</script>')
    .replace(/sha256-[^&']+/g, 'sha256-…')
}
