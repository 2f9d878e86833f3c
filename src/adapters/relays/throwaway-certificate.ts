import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** In PEM. */
export interface Certificate {
  key: string
  cert: string
}

/**
 * A new key and a certificate that it signed itself, for clients on loopback that insist on TLS. It is written nowhere.
 * X.509 as in RFC 5280, ECDSA as in RFC 5758.
 */
export function makeThrowawayCertificate(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const now = new Date(Date.now())
  const body = sequence(
    explicit(0, integer(Uint8Array.of(2))),
    integer(Uint8Array.of(0x40, ...randomBytes(15))),
    ecdsaWithSha256,
    name,
    sequence(instant(now, -1), instant(now, 1)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = bits(sign('sha256', body, privateKey))
  const cert = sequence(body, ecdsaWithSha256, signature).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  }
}

function element(tag: number, content: Uint8Array): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Uint8Array.of(tag, ...size), content])
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, Buffer.concat(parts))
const integer = (content: Uint8Array): Buffer => element(0x02, content)
const bits = (content: Uint8Array): Buffer => element(0x03, Buffer.concat([Uint8Array.of(0), content]))
const explicit = (at: number, content: Uint8Array): Buffer => element(0xa0 + at, content)

const ecdsaWithSha256 = sequence(element(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
const commonName = element(0x06, Buffer.from('550403', 'hex'))
const name = sequence(element(0x31, sequence(commonName, element(0x0c, Buffer.from('prod-replica recorder')))))

/** GeneralizedTime, so many years from now. */
function instant(now: Date, years: number): Buffer {
  const day = new Date(now)
  day.setUTCFullYear(now.getUTCFullYear() + years)
  return element(0x18, Buffer.from(`${day.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`))
}
