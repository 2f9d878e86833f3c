/** The exit codes of every command. */
export const ExitCode = {
  passed: 0,
  broken: 1,
  badInput: 2,
  inconclusive: 3,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** What the catalogue says of one error. Every text is for a user: no stack trace, no secret, no value of a row. */
export interface ErrorText {
  /** What is wrong, in one sentence, with what was found. */
  message: string
  /** Where: `file:line:column`, a stack, a resource, a pipeline. */
  place?: string
  /** What to do about it. */
  remedy: string
  exitCode: ExitCode
}

/** A catalogue: error code (`noun.what_failed`) → text made from the context of one occurrence. */
// biome-ignore lint/suspicious/noExplicitAny: each entry narrows its own context; the union is checked at fail()
export type Catalogue = Record<string, (context: any) => ErrorText>
