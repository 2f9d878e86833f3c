/** Connections to PostgreSQL and Redshift. */
export interface Databases {
  /** Opens one connection. Throws `SqlFailure` when the server refuses, `ReplicaError` when none answers. */
  connect(target: DatabaseTarget): Promise<Session>
}

export interface DatabaseTarget {
  host: string
  port: number
  database: string
  user: string
  password: string
  /** `require` encrypts without looking at the certificate's name, as libpq does. */
  tls: 'disable' | 'require'
  /** What the server shows as application_name. */
  applicationName?: string
}

export interface Session {
  /** Runs one statement with `$1…` values; rows as objects. Throws `SqlFailure`. */
  query<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  /** Runs one text that may hold several statements, as one simple query. Throws `SqlFailure`. */
  execute(sql: string): Promise<void>
  /** Runs one `COPY … FROM STDIN` with this text in PostgreSQL's text format. Throws `SqlFailure`. */
  copyIn(sql: string, text: string): Promise<void>
  close(): Promise<void>
}

/** An error that a database server sent, with the fields of its ErrorResponse. */
export class SqlFailure extends Error {
  readonly sqlState: string
  /** Character in the statement, from 1; undefined where the server gave none. */
  readonly position: number | undefined
  readonly detail: string | undefined
  readonly hint: string | undefined

  constructor(fields: { message: string; sqlState: string; position?: number; detail?: string; hint?: string }) {
    super(fields.message)
    this.name = 'SqlFailure'
    this.sqlState = fields.sqlState
    this.position = fields.position
    this.detail = fields.detail
    this.hint = fields.hint
  }
}
