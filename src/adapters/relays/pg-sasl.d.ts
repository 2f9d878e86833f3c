/** pg's own SCRAM, which its types leave out. */
declare module 'pg/lib/crypto/sasl.js' {
  export interface SaslExchange {
    mechanism: string
    response: string
  }
  const sasl: {
    startSession(mechanisms: readonly string[]): SaslExchange
    continueSession(exchange: SaslExchange, password: string, serverData: string): Promise<void>
    finalizeSession(exchange: SaslExchange, serverData: string): void
  }
  export default sasl
}
