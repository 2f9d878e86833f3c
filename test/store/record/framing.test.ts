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

  it('answers encryption requests with N and names the clone, however the bytes are cut', () => {
    const bytes = Buffer.concat([packet(80877104), packet(80877103), packet(196608, 'user\0me\0database\0prod\0\0'), Buffer.from('Q')])
    for (const cut of [1, 7, 8, 12, 20, bytes.length]) {
      const startup = createStartup('clone')
      const steps = []
      for (let at = 0; at < bytes.length && steps.at(-1)?.rest === undefined; at += cut) steps.push(startup(bytes.subarray(at, at + cut)))
      expect(steps.flatMap(({ reply }) => [...(reply ?? [])])).to.deep.equal([78, 78])
      const forwarded = Buffer.concat(steps.map(({ forward }) => forward)).toString('latin1')
      expect(forwarded).to.contain('user\0me\0database\0clone\0\0').and.not.contain('prod')
    }
  })

  it('passes a cancel request on as it is', () => {
    const cancel = packet(80877102, 'pid-key!')
    expect(Buffer.from(createStartup('clone')(cancel).forward)).to.deep.equal(cancel)
  })
})
