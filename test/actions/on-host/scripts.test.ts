import { execFile } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { prepareScript, workScript } from '../../../src/actions/on-host/scripts.ts'
import { makeProject } from '../../support/run-helper.ts'

const hostile = "https://x.example/a'; touch evil; '$(touch evil)`touch evil`\""

describe('the scripts that hosts are sent', () => {
  for (const [name, script] of [
    ['that prepares', prepareScript('ab12', { program: hostile, programSha256: 'a1', code: hostile, base: hostile, node: hostile })],
    ['that works', workScript('ab12', hostile)],
  ] as const) {
    it(`are a shell's, whatever an address holds: the one ${name}`, async () => {
      const folder = await makeProject({})
      await writeFile(`${folder}/script`, script)
      await promisify(execFile)('/bin/sh', ['-n', `${folder}/script`])
      await promisify(execFile)('/bin/sh', [`${folder}/script`], { cwd: folder, env: { PATH: '/usr/bin:/bin', TMPDIR: folder } }).catch(
        () => {},
      )
      expect(await readdir(folder, { recursive: true })).to.not.include('evil')
    })
  }

  it('end with a code of their own where nothing can be fetched, and say no address', async () => {
    const folder = await makeProject({})
    const script = prepareScript('ab12', {
      program: 'http://127.0.0.1:1/x?Signature=s3cret',
      programSha256: 'a1',
      code: 'http://127.0.0.1:1/y',
    })
    const quick = script.replace('--retry 4', '')
    const end = await promisify(execFile)('/bin/sh', ['-c', quick], { env: { PATH: process.env.PATH ?? '', TMPDIR: folder } }).catch(
      (error: { code: number; stderr: string }) => error,
    )
    expect(end).to.include({ code: 42 })
    expect(end.stderr).to.not.contain('s3cret')
  })
})
