import { expect } from 'chai'
import { createFraming } from '../../../src/store/record/framing.ts'
import { createStartup } from '../../../src/store/record/startup.ts'

describe('createFraming', () => {
  const message = (type: string, body: string) => {
    const bytes = Buffer.alloc(5 + body.length)
    bytes.write(type, 0, 'latin1')
    bytes.writeInt32BE(4 + body.length, 1)
    bytes.write(body, 5, 'latin1')
    return bytes
  }
  const stream = Buffer.concat([message('Q', 'SELECT 1\0'), message('d', 'x'.repeat(100)), message('S', ''), message('P', 'abc')])
  const expected = ['Q:SELECT 1\0', 'd:xxx', 'S:', 'P:abc']

  it('gives the same messages however the stream is cut', () => {
    for (let size = 1; size <= stream.length; size += 1) {
      const seen: string[] = []
      const push = createFraming(
        (type) => (type === 100 ? 3 : 1000),
        (type, body) => seen.push(`${String.fromCharCode(type)}:${Buffer.from(body).toString('latin1')}`),
      )
      const reused = Buffer.alloc(size)
      for (let at = 0; at < stream.length; at += size) {
        const length = stream.copy(reused, 0, at, Math.min(stream.length, at + size))
        push(reused.subarray(0, length))
      }
      expect(seen, `chunks of ${size}`).to.deep.equal(expected)
    }
  })
})

describe('createStartup', () => {
  const packet = (code: number, body = '') => {
    const bytes = Buffer.alloc(8 + body.length)
    bytes.writeInt32BE(bytes.length, 0)
    bytes.writeInt32BE(code, 4)
    bytes.write(body, 8, 'latin1')
    return bytes
  }

  const me = { user: 'master', database: 'clone' }
  const bytes = packet(196608, 'user\0me\0database\0prod\0options\0-c x=1\0\0')

  it('names the clone and our user, and keeps all else, however the bytes are cut', () => {
    for (const cut of [1, 7, 8, 12, 20, bytes.length]) {
      const startup = createStartup(me)
      const steps = []
      for (let at = 0; at < bytes.length; at += cut) steps.push(startup(bytes.subarray(at, at + cut)))
      const last = steps.at(-1)
      expect(steps.slice(0, -1).every(({ next }) => next === 'wait')).to.equal(true)
      if (last?.next !== 'begin') throw new Error('the session does not begin')
      const forwarded = Buffer.from(last.packet).toString('latin1')
      expect(forwarded).to.contain('options\0-c x=1\0user\0master\0database\0clone\0\0').and.not.contain('prod')
      expect(Buffer.from(last.packet).readInt32BE(0)).to.equal(last.packet.length)
    }
  })

  it('declines Kerberos, and gives TLS to whoever asks for it or begins with it', () => {
    const startup = createStartup(me)
    expect(startup(packet(80877104))).to.deep.include({ next: 'wait', reply: Uint8Array.of(78) })
    expect(startup(packet(80877103))).to.deep.include({ next: 'encrypt', reply: Uint8Array.of(83) })
    expect(startup(bytes).next).to.equal('begin')
    expect(createStartup(me)(Buffer.from([0x16, 3, 1]))).to.deep.include({ next: 'encrypt', rest: Buffer.from([0x16, 3, 1]) })
  })

  it('keeps what was sent behind the startup message', () => {
    const step = createStartup(me)(Buffer.concat([bytes, Buffer.from('Q')]))
    expect(step.next === 'begin' && Buffer.from(step.rest).toString()).to.equal('Q')
  })

  it('passes a cancel request on as it is', () => {
    const cancel = packet(80877102, 'pid-key!')
    expect(createStartup(me)(cancel)).to.deep.equal({ next: 'cancel', packet: Uint8Array.from(cancel) })
  })
})
