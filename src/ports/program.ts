/** The program that is running: what another machine needs to run the same. */
export interface Program {
  /** Absolute path of the helper's one file. */
  readonly file: string
  /** Absolute path of Node itself. */
  readonly node: string
  /** As Node names them: `linux`, `x64`. */
  readonly platform: string
  readonly architecture: string
}
