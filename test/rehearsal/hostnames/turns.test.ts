import { setImmediate } from 'node:timers/promises'
import { expect } from 'chai'
import { createTurns } from '../../../src/rehearsal/hostnames/turns.ts'

describe('turns', () => {
  it('let many run together, and one alone between them', async () => {
    const turns = createTurns()
    const seen: string[] = []
    const work = (name: string) => async () => {
      seen.push(`${name} begins`)
      await setImmediate()
      seen.push(`${name} ends`)
    }
    await Promise.all([turns.together(work('a')), turns.together(work('b')), turns.alone(work('c')), turns.together(work('d'))])
    expect(seen).to.deep.equal(['a begins', 'b begins', 'a ends', 'b ends', 'c begins', 'c ends', 'd begins', 'd ends'])
  })

  it('go on behind work that fails', async () => {
    const turns = createTurns()
    const failing = turns.alone(() => Promise.reject(new Error('no')))
    const next = turns.together(async () => 'on')
    expect(await failing.catch(String)).to.equal('Error: no')
    expect(await next).to.equal('on')
  })
})
