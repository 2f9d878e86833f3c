import type { Syntax } from '../token.ts'

/** R: strings over lines, raw strings, names in backticks, glue's `{expressions}`. */
export const r: Syntax = {
  comment: /#/y,
  strings: [
    {
      open: /[rR](["'])(-*)([[({])/y,
      close: ([, quote = '', dashes = '', bracket = '']) => `${({ '(': ')', '[': ']', '{': '}' })[bracket] ?? ''}${dashes}${quote}`,
      escapes: false,
      lines: true,
      holes: '{',
    },
    { open: /["']/y, close: ([quote]) => quote, escapes: true, lines: true, holes: '{' },
    { open: /`/y, close: () => '`', escapes: true, lines: false, kind: 'name' },
  ],
  name: /(?:[\p{L}]|\.(?!\d))[\p{L}\p{N}._]*/uy,
}
