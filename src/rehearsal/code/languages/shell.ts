import type { Syntax } from '../token.ts'

/** Shell scripts and recipes: what stands in quotes and here-documents is text, a word is a name. */
export const shell: Syntax = {
  comment: /(?<![^\s;])#/y,
  strings: [
    { open: /<<-?[ \t]*(['"]?)(\w+)\1[^\n]*\n/y, close: ([, , word = '']) => `\n${word}`, escapes: false, lines: true },
    { open: /"/y, close: () => '"', escapes: true, lines: true },
    { open: /'/y, close: () => "'", escapes: false, lines: true },
  ],
  name: /[\p{L}_][\p{L}\p{N}_]*/uy,
}
