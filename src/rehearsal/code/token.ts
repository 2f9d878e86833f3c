/** A piece of code that may name a column. Comments, spaces and docstrings are none. */
export interface CodeToken {
  /** A name, what stands between the quotes of a string, or anything else. */
  kind: 'name' | 'text' | 'mark'
  value: string
  /** Where `value` begins in the file. */
  start: number
  /** The innermost bracket that is open around it. */
  within: '' | '(' | '[' | '{'
  depth: number
  /** It goes on with the string of the text token before, behind an interpolated expression. */
  continues?: true
}

/** What the scanner has to know of a language. All patterns are sticky. */
export interface Syntax {
  comment?: RegExp
  block?: { open: string; close: string }
  strings: readonly StringForm[]
  name: RegExp
  /** Whether `/` may begin a regular expression. */
  regex?: true
  /** Whether a string that is a statement of its own says something to people only. */
  docstrings?: true
}

export interface StringForm {
  open: RegExp
  /** The text that ends it, from the match of `open`. */
  close: (open: RegExpExecArray) => string
  /** Whether a backslash takes the next character's meaning away. */
  escapes: boolean
  /** Whether it may run over several lines; one that may not ends with its line. */
  lines: boolean | ((open: RegExpExecArray) => boolean)
  /** Quoted names: R's backticks. */
  kind?: 'name'
  /** Expressions inside: `{…}` or `${…}`. */
  holes?: '{' | '${' | ((open: RegExpExecArray) => '{' | undefined)
}
