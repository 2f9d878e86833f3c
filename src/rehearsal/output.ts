const mostLines = 40
const mostCharacters = 4096

/** The end of a command's output: at most 40 lines and 4 KB, without terminal codes, and without the given secrets. */
export function shortenOutput(output: string, secrets: readonly string[]): string {
  const plain = redact(output.replace(terminalCodes, ''), secrets)
  const lines = plain.trimEnd().split(/\r?\n/)
  const end = lines.slice(-mostLines).join('\n').slice(-mostCharacters)
  return end.length < plain.trimEnd().length ? `…${end}` : end
}

/** The text without secrets, also where a URL has them percent-encoded. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.filter((secret) => secret.length > 0).flatMap((secret) => [secret, encodeURIComponent(secret)])
  return forms.sort((one, other) => other.length - one.length).reduce((rest, secret) => rest.replaceAll(secret, '••••'), text)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal codes begin with a control character
const terminalCodes = /\u001b\[[0-9;?]*[A-Za-z]/g
