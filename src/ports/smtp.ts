/** Opens an SMTP server; nothing is loaded and nobody is called before the first mail or look. */
export type OpenSmtp = (server: SmtpServer) => SmtpMailer

export interface SmtpServer {
  host: string
  port: number
  /** `starttls` is required, never just tried; certificates are verified. */
  tls: 'starttls' | 'tls' | 'none'
  login?: { user: string; password: string }
}

export interface SmtpMailer {
  /**
   * Hands over one raw message; addresses are bare. Where only some recipients are refused the others have it, and
   * `refused` names them. Throws `notify.smtp_*`.
   */
  send(message: { from: string; to: readonly string[]; raw: Uint8Array }): Promise<{ messageId: string; refused: readonly string[] }>
  /** Connects, encrypts, logs in and leaves. Throws what `send` would, as far as that goes. */
  verify(): Promise<void>
}
