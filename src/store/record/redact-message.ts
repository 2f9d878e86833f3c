/**
 * A server's message without values of rows. Errors about names and keys (classes 42 and 23) quote identifiers only,
 * except a syntax error; any other may quote what a row held.
 */
export function redactSqlMessage(error: { sqlState: string; message: string }): string {
  const named = error.sqlState.startsWith('42') || error.sqlState.startsWith('23') || error.sqlState.startsWith('3')
  if (named && error.sqlState !== '42601') return error.message
  return error.message.replace(/"[^"]*"?/g, '"…"').replace(/\d{2,}/g, '…')
}
