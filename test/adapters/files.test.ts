import { mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createFiles } from '../../src/adapters/files.ts'
import { isReplicaError } from '../../src/errors.ts'
import type { Files } from '../../src/ports/files.ts'

describe('createFiles', () => {
  let folder: string
  let files: Files

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'))
    files = createFiles(folder)
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('writes a file whole, with its folders and its mode, and leaves no temporary file', async () => {
    await files.write('a/b/c.txt', 'one')
    await files.write('a/b/c.txt', 'two', { mode: 0o600 })
    expect(await files.readText('a/b/c.txt')).to.equal('two')
    expect(await readdir(join(folder, 'a/b'))).to.deep.equal(['c.txt'])
    expect((await stat(join(folder, 'a/b/c.txt'))).mode & 0o777).to.equal(0o600)
  })

  it('has no text for a file that is not there', async () => {
    await files.write('file', 'x')
    expect(await files.readText('none/at/all')).to.equal(undefined)
    expect(await files.readBytes('file/below')).to.equal(undefined)
    expect(await files.exists('none')).to.equal(false)
    await files.remove('none')
  })

  it('appends, removes folders whole, and reads bytes', async () => {
    await files.append('log/run.txt', 'a')
    await files.append('log/run.txt', 'b')
    expect([...((await files.readBytes('log/run.txt')) ?? [])]).to.deep.equal([97, 98])
    await files.remove('log')
    expect(await files.exists('log')).to.equal(false)
  })

  it('names the path and the reason when the system refuses', async () => {
    await files.makeFolder('folder')
    for (const work of [files.readText('folder'), files.write('folder', 'x')]) {
      const error = await work.catch((thrown: unknown) => thrown)
      expect(isReplicaError(error, 'cli.file_failed')).to.equal(true)
      expect(String(error)).to.contain('folder: this cannot be read or written: it is a folder')
    }
    expect(await readdir(folder)).to.deep.equal(['folder'])
  })

  it('finds files by pattern, in the order of their names', async () => {
    const names = [
      'db/2.sql',
      'db/10.sql',
      'db/1.sql',
      'db/x.txt',
      'db/old/0.sql',
      'db/.hidden.sql',
      'node_modules/a/b.sql',
      '.git/c.sql',
      'a+b(1).sql',
    ]
    for (const name of names) await files.write(name, '')
    expect(await files.glob('db/*.sql', '.')).to.deep.equal(['db/1.sql', 'db/10.sql', 'db/2.sql'])
    expect(await files.glob('?.sql', 'db')).to.deep.equal(['1.sql', '2.sql'])
    expect(await files.glob('**/*.sql', '.')).to.deep.equal(['a+b(1).sql', 'db/1.sql', 'db/10.sql', 'db/2.sql', 'db/old/0.sql'])
    expect(await files.glob('db/**', '.')).to.deep.equal(['db/1.sql', 'db/10.sql', 'db/2.sql', 'db/old/0.sql', 'db/x.txt'])
    expect(await files.glob('./db/1.sql', '.')).to.deep.equal(['db/1.sql'])
    expect(await files.glob('a+b(?).sql', '.')).to.deep.equal(['a+b(1).sql'])
    expect(await files.glob('none/*.sql', '.')).to.deep.equal([])
    expect(await files.glob('*.sql', 'none')).to.deep.equal([])
  })

  it('does not follow a link that leads in a circle', async () => {
    await files.write('a/1.sql', '')
    await symlink('..', join(folder, 'a/up'))
    expect(await files.glob('**/*.sql', '.')).to.deep.equal(['a/1.sql'])
  })
})
