import type { Syntax } from '../token.ts'

/** Python: prefixed and triple quotes, f-strings, docstrings. */
export const python: Syntax = {
  comment: /#/y,
  docstrings: true,
  strings: [
    {
      open: /([bBrRuUfFtT]{0,2})("""|'''|"|')/y,
      close: ([, , quote = '']) => quote,
      escapes: true,
      lines: ([, , quote = '']) => quote.length === 3,
      holes: ([, prefix = '']) => (/[ft]/i.test(prefix) ? '{' : undefined),
    },
  ],
  name: /[\p{L}_][\p{L}\p{N}_]*/uy,
}
