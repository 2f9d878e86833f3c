import { expect } from 'chai'
import { createSeals } from '../../src/adapters/seals.ts'

describe('seals', () => {
  const seals = createSeals()
  const text = 'pässword'

  it('are opened by the one whom they are for', () => {
    const { publicKey, privateKey } = seals.makeKeys()
    const sealed = seals.seal(text, publicKey)
    expect(seals.open(sealed, privateKey)).to.equal(text)
    expect(Buffer.from(sealed).toString('latin1')).to.not.contain('ssword')
    expect(Buffer.from(seals.seal(text, publicKey)).equals(Buffer.from(sealed))).to.equal(false)
  })

  it('are opened by nobody else, nor when they were changed', () => {
    const [one, other] = [seals.makeKeys(), seals.makeKeys()]
    const sealed = seals.seal(text, one.publicKey)
    expect(() => seals.open(sealed, other.privateKey)).to.throw()
    for (const at of [0, 43, 44, 56, sealed.length - 1]) {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => seals.open(changed, one.privateKey), `byte ${at}`).to.throw()
    }
  })

  it('are made for keys alone', () => {
    expect(() => seals.seal(text, 'no key')).to.throw()
  })
})
