import { chmod, lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { createParcels } from '../../src/adapters/parcels.ts'
import { rejection } from '../support/rejection.ts'
import { makeProject } from '../support/run-helper.ts'

describe('parcels', () => {
  const parcels = createParcels()

  it('arrive as they were: bytes, rights, links, and names of any kind', async () => {
    const folder = await makeProject({})
    const names = ['a b/ü"\n.txt', 'run.sh', '-rf', 'empty']
    await mkdir(join(folder, 'a b'))
    for (const name of names) await writeFile(join(folder, name), name === 'empty' ? '' : Buffer.from([0, 255, 10, 13]))
    await chmod(join(folder, 'run.sh'), 0o755)
    await symlink('a b', join(folder, 'link'))
    const { content, files } = await parcels.pack(folder, [...names, 'link', 'gone'])
    expect(files).to.equal(5)
    const target = join(await makeProject({}), 'new')
    await parcels.unpack(content, target)
    expect((await readdir(target)).sort()).to.deep.equal(['-rf', 'a b', 'empty', 'link', 'run.sh'])
    expect([...(await readFile(join(target, names[0] ?? '')))]).to.deep.equal([0, 255, 10, 13])
    expect((await lstat(join(target, 'run.sh'))).mode & 0o100).to.equal(0o100)
    expect(await readlink(join(target, 'link'))).to.equal('a b')
  })

  it('hold a whole folder where no files are named', async () => {
    const folder = await makeProject({ '.hidden': '1', two: '2' })
    await symlink('.', join(folder, 'circle'))
    expect((await parcels.pack(folder)).files).to.equal(3)
  })

  for (const target of ['/etc/passwd', '../outside', 'inside/../../outside']) {
    it(`do not take a link to ${target}`, async () => {
      const folder = await makeProject({})
      await symlink(target, join(folder, 'link'))
      expect(await rejection(parcels.pack(folder, ['link']))).to.include({ code: 'parcel.link_outside' })
    })
  }

  for (const [what, entry] of [
    ['a path that leads out', { path: '../evil', mode: 420, bytes: 0 }],
    ['an absolute path', { path: '/tmp/evil', mode: 420, bytes: 0 }],
    ['a link that leads out', { path: 'link', mode: 420, bytes: 0, link: '/etc' }],
    ['a file that is cut', { path: 'file', mode: 420, bytes: 9 }],
    ['something else', { path: 7 }],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      const folder = await makeProject({})
      const content = gzipSync(`${JSON.stringify(entry)}\n`)
      expect(await rejection(parcels.unpack(content, join(folder, 'in')))).to.include({ code: 'parcel.damaged' })
      expect(await readdir(folder)).to.deep.equal(['in'])
    })
  }

  it('are refused where they are none', async () => {
    const folder = await makeProject({})
    expect(await rejection(parcels.unpack(Buffer.from('no gzip'), folder))).to.include({ code: 'parcel.damaged' })
  })
})
