import type { EventCatalogue } from './entry.ts'

export const notifyEvents = {
  'mail.sent': (d: { to: readonly string[]; messageId: string }): string => `mailed the verdict to ${d.to.join(', ')}`,
  'mail.refused': (d: { to: readonly string[] }): string => `the mail was refused for ${d.to.join(', ')}; the other recipients have it`,
  'mail.doubted': (d: { reason: string }): string => `the mail of the verdict may not arrive: ${d.reason}`,
  'mail.kept': (d: { path: string; reason: string }): string => `the mail was not sent (${d.reason}); it is kept in ${d.path}`,
} satisfies EventCatalogue
