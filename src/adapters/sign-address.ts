import type { S3Client } from '@aws-sdk/client-s3'

/** Signs the address of an object for one method (SigV4 in the query), with the client's credentials as they are now. */
export async function signAddress(
  address: string,
  { method, seconds }: { method: 'GET' | 'PUT'; seconds: number },
  client: S3Client,
): Promise<string> {
  const { SignatureV4 } = await import('@smithy/signature-v4')
  const { protocol, hostname, host, port, pathname } = new URL(address)
  const { credentials, region, sha256 } = client.config
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256, uriEscapePath: false, applyChecksum: false })
  const place = { protocol, hostname, path: pathname, ...(port === '' ? {} : { port: Number(port) }) }
  // Whoever gets the address does not know what it will send.
  const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
  const { query = {} } = await signer.presign({ method, headers, query: {}, ...place }, { expiresIn: seconds })
  return `${protocol}//${host}${pathname}?${new URLSearchParams(query as Record<string, string>).toString().replaceAll('+', '%20')}`
}
