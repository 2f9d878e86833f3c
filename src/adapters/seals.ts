import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import type { Seals } from '../ports/seals.ts'

const publicBytes = 44 // an X25519 key in DER
const nonceBytes = 12
const tagBytes = 16

/** X25519 with a fresh pair for each seal, HKDF-SHA256, AES-256-GCM: Node's own, nothing of ours. */
export function createSeals(): Seals {
  return { makeKeys, seal, open }
}

function makeKeys(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const [open, secret] = [publicKey.export({ type: 'spki', format: 'der' }), privateKey.export({ type: 'pkcs8', format: 'der' })]
  return { publicKey: open.toString('base64'), privateKey: secret.toString('base64') }
}

function seal(text: string, publicKey: string): Uint8Array {
  const reader = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' })
  const own = generateKeyPairSync('x25519')
  const ownPublic = own.publicKey.export({ type: 'spki', format: 'der' })
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', keyBetween(own.privateKey, reader, ownPublic), nonce)
  const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([ownPublic, nonce, cipher.getAuthTag(), content])
}

function open(sealed: Uint8Array, privateKey: string): string {
  const bytes = Buffer.from(sealed)
  const writerPublic = bytes.subarray(0, publicBytes)
  const [nonceEnd, tagEnd] = [publicBytes + nonceBytes, publicBytes + nonceBytes + tagBytes]
  const reader = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), type: 'pkcs8', format: 'der' })
  const writer = createPublicKey({ key: writerPublic, type: 'spki', format: 'der' })
  const decipher = createDecipheriv('aes-256-gcm', keyBetween(reader, writer, writerPublic), bytes.subarray(publicBytes, nonceEnd))
  decipher.setAuthTag(bytes.subarray(nonceEnd, tagEnd))
  return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8')
}

function keyBetween(privateKey: KeyObject, publicKey: KeyObject, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', diffieHellman({ privateKey, publicKey }), salt, 'prod-replica seal', 32))
}
