/** Where text for people and machines goes. Everything written here has passed the redaction of secrets. */
export interface Output {
  /** Standard output: results only. */
  print(text: string): void
  /** Standard error: progress and errors. */
  report(text: string): void
  /** From now on this text is taken out of everything that is written: a password that was read. */
  hide(secret: string): void
  /** Whether standard error is a terminal that understands colour and cursor movement. */
  readonly isTerminal: boolean
  /** Whether standard output is a terminal that understands colour, whose user has not refused it (NO_COLOR). */
  readonly wantsColour: boolean
  /** Columns of that terminal; 100 where there is none. */
  readonly columns: number
}
