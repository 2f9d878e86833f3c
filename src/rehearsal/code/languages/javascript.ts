import type { Syntax } from '../token.ts'

/** JavaScript and TypeScript: templates, regular expressions. */
export const javascript: Syntax = {
  comment: /\/\/|#!/y,
  block: { open: '/*', close: '*/' },
  regex: true,
  strings: [
    { open: /["']/y, close: ([quote]) => quote, escapes: true, lines: false },
    { open: /`/y, close: () => '`', escapes: true, lines: true, holes: '${' },
  ],
  name: /[\p{L}_$#][\p{L}\p{N}_$]*/uy,
}
