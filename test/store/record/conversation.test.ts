import { expect } from 'chai'
import fc from 'fast-check'
import { captureFromClient, captureFromServer, createConversation } from '../../../src/store/record/conversation.ts'
import { createFraming } from '../../../src/store/record/framing.ts'
import { createRecording } from '../../../src/store/record/recording.ts'

const message = (type: string, body: string | Uint8Array): Buffer => {
  const bytes = Buffer.concat([Buffer.from(type.padEnd(5, '\0')), Buffer.from(body)])
  bytes.writeInt32BE(bytes.length - 1, 1)
  return bytes
}

function watch() {
  const recorder = createRecording()
  const conversation = createConversation(recorder)
  return {
    recorder,
    fromClient: createFraming(captureFromClient, conversation.fromClient),
    fromServer: createFraming(captureFromServer, conversation.fromServer),
  }
}

describe('createConversation', () => {
  it('survives whatever bytes come, from either side', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(fc.constantFrom(...'QPBDECSFTZGIns123'), fc.uint8Array({ maxLength: 40 }))
        .map(([type, body]) => Uint8Array.from(message(type, body))),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), bytes), { maxLength: 30 }), (chunks) => {
        const { fromClient, fromServer } = watch()
        for (const [up, chunk] of chunks) (up ? fromClient : fromServer)(chunk)
      }),
      { numRuns: 500 },
    )
  })

  it('gives pipelined statements their own answers, and skips those after an error up to the next Sync', () => {
    const { recorder, fromClient, fromServer } = watch()
    const ask = (sql: string) => [message('P', `\0${sql}\0\0\0`), message('B', '\0\0\0\0\0\0\0\0'), message('E', '\0\0\0\0\0')]
    fromClient(Buffer.concat([...ask('SELECT 1 AS a'), ...ask('SELECT nme FROM t'), ...ask('SELECT 3 AS c'), message('S', '')]))
    fromClient(Buffer.concat([...ask('SELECT 4 AS d'), message('S', '')]))
    const done = [message('1', ''), message('2', ''), message('C', 'SELECT 1\0')]
    fromServer(Buffer.concat([...done, message('E', 'C42703\0Mno column "nme"\0\0'), message('Z', 'I')]))
    fromServer(Buffer.concat([...done, message('Z', 'I')]))
    const counts = [...recorder.recording.statements.values()].map(({ text, count, rows }) => [text, count, rows])
    expect(counts).to.deep.equal([
      ['SELECT ? AS a', 1, 1],
      ['SELECT nme FROM t', 1, 0],
      ['SELECT ? AS c', 0, 0],
      ['SELECT ? AS d', 1, 1],
    ])
    expect(recorder.recording.errors.map(({ sqlState, fingerprint }) => [sqlState, fingerprint !== undefined])).to.deep.equal([
      ['42703', true],
    ])
  })

  it('keeps no more names than it needs, however many statements a client prepares', () => {
    const { recorder, fromClient } = watch()
    for (let at = 0; at < 30_000; at += 1) fromClient(message('P', `name_${at}\0SELECT ${at}\0\0\0`))
    expect(recorder.recording.statements.size).to.equal(1)
  })
})
