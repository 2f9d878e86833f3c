/** Where text for people and machines goes. Everything written here has passed the redaction of secrets. */
export interface Output {
  /** Standard output: results only. */
  print(text: string): void
  /** Standard error: progress and errors. */
  report(text: string): void
  /**
   * Keeps these lines below everything that is written, in the place of those before them; none takes them away. Without a
   * terminal nothing is shown. Each has at most `columns` - 1 characters, and there are fewer than `rows`.
   */
  show(lines: readonly string[]): void
  /** From now on this text is taken out of everything that is written: a password that was read. */
  hide(secret: string): void
  /** Whether standard error is a terminal that understands colour and cursor movement. */
  readonly isTerminal: boolean
  /** Whether standard output is a terminal that understands colour, whose user has not refused it (NO_COLOR). */
  readonly wantsColour: boolean
  /** Columns of that terminal; 100 where there is none. */
  readonly columns: number
  /** Rows of that terminal; 24 where there is none. */
  readonly rows: number
}
