import type { StringForm, Syntax } from '../token.ts'

const name = /[\p{L}_$@][\p{L}\p{N}_]*/uy
const triple: StringForm = { open: /"""/y, close: ([quote]) => quote, escapes: true, lines: true }
const quoted: StringForm = { open: /["'`]/y, close: ([quote]) => quote, escapes: true, lines: false }

/** Java, Scala, Kotlin, Go, C#, PHP and their like. */
export const curly: Syntax = { comment: /\/\//y, block: { open: '/*', close: '*/' }, strings: [triple, { ...quoted, lines: true }], name }

/** Ruby, Perl, Julia, YAML, TOML and their like. */
export const hashed: Syntax = { comment: /(?<![^\s;])#/y, strings: [triple, quoted], name }

/** Anything else that is text, JSON included. */
export const plainText: Syntax = { strings: [quoted], name }
