import { type Client, Query } from 'pg'

/** Sends a text with `COPY … FROM STDIN`. Rejects with what the server says. */
export function copyIn(client: Client, sql: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(sql, text, (error) => (error === undefined || error === null ? resolve() : reject(error))))
  })
}

/** What `pg` offers a query for its part of the COPY protocol; its types do not tell. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Uint8Array): void
  endCopyFrom(): void
}

class CopyIn extends Query {
  private readonly data: string

  constructor(sql: string, data: string, done: (error: Error | undefined) => void) {
    super(sql, done)
    this.data = data
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(Buffer.from(this.data))
    connection.endCopyFrom()
  }
}
