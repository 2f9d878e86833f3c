import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { createOutput } from '../../src/adapters/output.ts'
import { screenOf } from '../support/screen.ts'

function open(variables: Record<string, string> = {}, columns = 40) {
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns, rows: 10 })
  const stdout = Object.assign(new PassThrough(), { isTTY: false })
  const output = createOutput({ stdout, stderr }, variables)
  const bytes: string[] = []
  stderr.on('data', (chunk) => bytes.push(String(chunk)))
  const screen = async () => {
    await new Promise(setImmediate)
    return screenOf(bytes.join(''))
  }
  return { output, stderr, stdout, screen, bytes }
}

describe('lines that are shown on a terminal', () => {
  it('stay below what is written, and are drawn anew in place', async () => {
    const { output, screen } = open()
    output.report('first\n')
    output.show(['a: 1', 'b: 1'])
    output.report('second\n')
    output.show(['a: 2', 'b: 10', 'c: 1'])
    expect((await screen()).lines).to.deep.equal(['first', 'second', 'a: 2', 'b: 10', 'c: 1'])
    output.show(['a: 3'])
    expect((await screen()).lines).to.deep.equal(['first', 'second', 'a: 3'])
  })

  it('go when there is nothing to show, and give the cursor back', async () => {
    const { output, screen } = open()
    output.report('first\n')
    output.show(['a', 'b'])
    expect((await screen()).isCursorHidden).to.equal(true)
    output.show([])
    expect(await screen()).to.deep.equal({ lines: ['first', ''], isCursorHidden: false })
  })

  it('are never erased before they are written, and each change is one write', async () => {
    const { output, screen, bytes } = open()
    output.show(['a', 'b'])
    output.show(['a', 'c'])
    await screen()
    expect(bytes).to.have.length(2)
    expect(bytes[1]?.indexOf('\u001b[J')).to.be.greaterThan(bytes[1]?.indexOf('c') ?? 0)
  })

  it('belong to the terminal, whichever output writes to it', async () => {
    const { output, stderr, stdout, screen } = open()
    output.show(['a', 'b'])
    createOutput({ stdout, stderr }, {}).report('an error\n')
    output.show(['a', 'c'])
    expect((await screen()).lines).to.deep.equal(['an error', 'a', 'c'])
  })

  it('leave a line that is not ended whole', async () => {
    const { output, screen } = open()
    output.show(['a'])
    output.report('half')
    output.show(['b'])
    expect((await screen()).lines).to.deep.equal(['half', 'b'])
  })

  it('show no secret', async () => {
    const { output, screen } = open({ API_TOKEN: 'very-secret-value' })
    output.show(['key very-secret-value'])
    expect((await screen()).lines).to.deep.equal(['key ***'])
  })

  it('are not there for a pipe, a dumb terminal or CI', async () => {
    for (const variables of [{ TERM: 'dumb' }, { CI: 'true' }]) {
      const { output, bytes, screen } = open(variables)
      output.show(['a'])
      output.report('b\n')
      await screen()
      expect(bytes).to.deep.equal(['b\n'])
    }
    expect(open({ CI: 'false' }).output.isTerminal).to.equal(true)
    expect(open({ CI: '' }).output.isTerminal).to.equal(true)
  })

  it('follow a terminal that is made narrower', async () => {
    const { output, stderr, bytes, screen } = open({}, 40)
    output.show(['x'.repeat(30)])
    stderr.columns = 20
    output.show(['short'])
    await screen()
    expect(bytes[1]?.startsWith('\r\u001b[1A')).to.equal(true)
    expect(output.columns).to.equal(20)
  })
})
