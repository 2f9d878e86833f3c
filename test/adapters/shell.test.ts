import { tmpdir } from 'node:os'
import { expect } from 'chai'
import { createShell } from '../../src/adapters/shell.ts'

describe('the shell', () => {
  const shell = createShell()
  const base = { folder: tmpdir(), environment: { PATH: process.env.PATH ?? '' } }

  it('gives the exit code and what was printed on both streams', async () => {
    const result = await shell.run({ ...base, command: 'echo out; echo err >&2; exit 7' })
    expect(result).to.deep.include({ exitCode: 7, timedOut: false })
    expect(result.output.split('\n')).to.have.members(['out', 'err', ''])
  })

  it('hands on no environment but the one given, and no shell reads a list', async () => {
    expect((await shell.run({ ...base, command: 'echo "[$HOME]"' })).output).to.equal('[]\n')
    expect((await shell.run({ ...base, command: ['echo', '$PATH; echo x'] })).output).to.equal('$PATH; echo x\n')
  })

  it('says 127 for a program that is not there', async () => {
    expect((await shell.run({ ...base, command: ['no-such-program'] })).exitCode).to.equal(127)
  })

  it('ends the whole process group when the time is up, also what ignores SIGTERM', async () => {
    const command = 'trap "" TERM; sleep 50 & echo $!; wait; sleep 50'
    const result = await shell.run({ ...base, command, timeoutMs: 200 })
    expect(result.timedOut).to.equal(true)
    expect(result.exitCode).to.equal(null)
    const child = Number(result.output.trim())
    // Ended, or a zombie that nobody has waited for yet.
    const { output } = await shell.run({ ...base, command: ['ps', '-o', 'stat=', '-p', String(child)] })
    expect(output).to.match(/^(?:Z.*)?\s*$/)
  })

  it('ends what has left the process group too, and names it', async () => {
    const command = 'setsid sh -c "echo \\$\\$; exec sleep 50" & sleep 0.3; exit 4'
    const { exitCode, output, leftBehind } = await shell.run({ ...base, command })
    expect(exitCode).to.equal(4)
    expect(leftBehind).to.deep.equal(['sleep'])
    const gone = await shell.run({ ...base, command: ['ps', '-o', 'stat=', '-p', output.trim()] })
    expect(gone.output).to.match(/^(?:Z.*)?\s*$/)
    expect(gone.leftBehind).to.deep.equal([])
  })

  it('ends at once when it is interrupted', async () => {
    const stop = new AbortController()
    const running = shell.run({ ...base, command: 'echo started; sleep 50', signal: stop.signal, onOutput: () => stop.abort() })
    expect(await running).to.include({ exitCode: null, timedOut: false })
  })

  it('keeps the ends of a flood', async () => {
    const { output } = await shell.run({ ...base, command: 'echo first; head -c 5000000 /dev/zero | tr "\\0" x; echo last' })
    expect(output.length).to.be.lessThan(1_700_000)
    expect(output)
      .to.match(/^first/)
      .and.to.match(/last\n$/)
  })
})
