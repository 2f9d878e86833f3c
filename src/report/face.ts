import { formatHtml } from './html.ts'
import { formatJunit } from './junit.ts'
import { formatMarkdown } from './markdown.ts'
import { formatSarif } from './sarif.ts'
import { formatTerminal, type TerminalOptions } from './terminal.ts'
import type { Summary } from './types.ts'

/** A face that needs nothing but the summary; the mail also needs whom it goes to. */
export type OwnFace = 'terminal' | 'markdown' | 'html' | 'junit' | 'sarif'

/** The report in one of its faces, whole and ending with a line break. The terminal's options are for that face alone. */
export function formatFace(face: OwnFace, summary: Summary, terminal: TerminalOptions): string {
  switch (face) {
    case 'terminal':
      return formatTerminal(summary, terminal)
    case 'markdown':
      return formatMarkdown(summary)
    case 'html':
      return formatHtml(summary)
    case 'junit':
      return formatJunit(summary)
    case 'sarif':
      return formatSarif(summary)
  }
}
