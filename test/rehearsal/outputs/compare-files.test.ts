import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createFiles } from '../../../src/adapters/files.ts'
import { describeEffect } from '../../../src/rehearsal/judge/effect.ts'
import { findIn } from '../../../src/rehearsal/outputs/collect.ts'
import { compareFiles, type FileComparison } from '../../../src/rehearsal/outputs/compare-files.ts'
import type { OutputDifference } from '../../../src/store/compare/outputs.ts'

describe('compareFiles', () => {
  let root: string
  let folder: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'prod-replica-files-'))
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  type Content = string | Uint8Array | undefined
  const compare = async (name: string, baseline: Content, candidate: Content, control: Content = baseline): Promise<FileComparison> => {
    folder = mkdtempSync(join(root, 'case-'))
    const files = createFiles(folder)
    const side = async (label: string, content: Content) => {
      if (content !== undefined) await files.write(join(label, name), content)
      return await findIn(join(folder, label), [name], files)
    }
    const sides = { baseline: await side('b', baseline), control: await side('c', control), candidate: await side('k', candidate) }
    return await compareFiles(sides, files)
  }
  const isSame = async (name: string, one: Content, other: Content): Promise<void> => {
    expect((await compare(name, one, other)).differences).to.deep.equal([])
  }

  it('takes rows in another order, other quotes, line ends and a byte order mark for the same CSV', async () => {
    await isSame('a.csv', 'id,name\n1,Ann\n2,"Bo, Jr"\n', '\ufeff"id","name"\r\n"2","Bo, Jr"\r\n"1","Ann"')
    await isSame('a.csv', 'id;name\n1;Zoë\n', 'id,name\n1,Zoë\n')
    await isSame('a.csv', Buffer.from('id,name\n1,Zoë\n', 'latin1'), Buffer.from('\ufeffid,name\n1,Zoë\n', 'utf16le'))
    await isSame('a.tsv', 'id\ttext\n1\t"two\nlines ""quoted"""\n', 'id\ttext\r\n"1"\t"two\nlines ""quoted"""\r\n')
  })

  it('does not mind the last digits of floating-point sums, and minds all others', async () => {
    await isSame('a.csv', 'k,v\n1,0.30000000000000004\n', 'k,v\n1,0.3\n')
    expect((await compare('a.csv', 'k,v\n1,0.30000001\n', 'k,v\n1,0.3\n')).differences).to.have.length(1)
  })

  it('finds the row and the column that differ by a unique column, in a file of many rows', async () => {
    const rows = (score: (at: number) => string): string =>
      `id,level,score\n${Array.from({ length: 30_000 }, (_, at) => `${at},l${at % 3},${score(at)}\n`).join('')}`
    const before = rows((at) => `${at % 7}.5`)
    const { differences } = await compare(
      'big.csv',
      before,
      rows((at) => (at === 17_345 ? 'NA' : `${at % 7}.5`)),
    )
    const [difference] = differences
    expect(difference?.rows?.delta.columns.map(({ column }) => column)).to.deep.equal(['score'])
    expect(difference?.rows?.delta.examples).to.deep.equal([
      { before: { id: '17345', level: 'l2', score: '6.5' }, after: { id: '17345', level: 'l2', score: 'NA' } },
    ])
    expect(difference?.rows?.delta.columns[0]?.nulls.after).to.equal(0)
  })

  it('says by how much the shares of a category moved', async () => {
    const rows = (level: (at: number) => string): string =>
      `id,level\n${Array.from({ length: 100 }, (_, at) => `${at},${level(at)}\n`).join('')}`
    const { differences } = await compare(
      'a.csv',
      rows((at) => (at < 45 ? 'above' : 'below')),
      rows(() => 'below'),
    )
    expect(differences[0]?.rows?.delta.columns[0]?.shares).to.deep.equal([
      { value: 'above', before: 0.45, after: 0 },
      { value: 'below', before: 0.55, after: 1 },
    ])
    expect(describeEffect(differences[0]?.rows as OutputDifference)).to.contain('a.csv: rows with level = above 45 % → 0 %')
  })

  it('names rows that are gone and columns that came or went', async () => {
    const { differences } = await compare('a.csv', 'id,a\n1,x\n2,y\n3,z\n', 'id,b\n1,x\n2,y\n')
    expect(differences[0]?.rows).to.deep.include({ missing: ['a'], added: ['b'] })
    expect(differences[0]?.rows?.delta.rows).to.deep.equal({ before: 3, after: 2 })
    expect(differences[0]?.rows?.delta.examples).to.deep.equal([{ before: { id: '3' }, after: null }])
  })

  it('says that columns come in another order, which readers by position would feel', async () => {
    const { differences } = await compare('a.csv', 'a,b\n1,2\n', 'b,a\n2,1\n')
    expect(differences).to.deep.equal([{ file: 'a.csv', bytes: { before: 8, after: 8 }, reordered: true }])
  })

  it('leaves out and names the columns in which two baselines differ', async () => {
    const text = (at: string, value: number): string => `id,at,v\n1,${at},${value}\n`
    const same = await compare('a.csv', text('10:00', 5), text('10:02', 5), text('10:01', 5))
    expect(same).to.deep.include({ differences: [], unstable: ['a.csv: at'], uncomparable: [] })
    const other = await compare('a.csv', text('10:00', 5), text('10:02', 6), text('10:01', 5))
    expect(other.differences[0]?.rows?.delta.columns.map(({ column }) => column)).to.deep.equal(['v'])
  })

  it('sees that equal columns were put together otherwise', async () => {
    const { differences } = await compare('a.csv', 'a,b\n1,x\n2,y\n', 'a,b\n1,y\n2,x\n')
    expect(differences).to.have.length(1)
  })

  it('compares JSON by value, whatever the order of its keys, and names what moved by its path', async () => {
    await isSame('a.json', '{"a": 1, "b": [1, {"c": null}]}', '{\n "b": [1.0, {"c": null}], "a": 1 }')
    const before = '{"at": "10:00", "totals": {"ela": 45, "math": 50}}'
    const control = before.replace('10:00', '10:01')
    const { differences, unstable } = await compare('a.json', before, '{"at": "10:02", "totals": {"ela": 0, "math": 50}}', control)
    expect(unstable).to.deep.equal(['a.json: at'])
    expect(differences[0]?.rows?.delta.columns.map(({ column }) => column)).to.deep.equal(['totals.ela'])
  })

  it('compares JSON lines by rows', async () => {
    await isSame('a.jsonl', '{"a":1,"b":2}\n{"a":3}\n', '{"a":3}\n{"b":2,"a":1}\n')
    const { differences } = await compare('a.ndjson', '{"a":1,"b":2}\n', '{"a":1,"b":3}\n')
    expect(differences[0]?.rows?.delta.columns.map(({ column }) => column)).to.deep.equal(['b'])
  })

  it('compares anything else, and what is not what its name says, by its bytes', async () => {
    expect((await compare('a.bin', 'abc', 'abd')).differences).to.deep.equal([{ file: 'a.bin', bytes: { before: 3, after: 3 } }])
    expect((await compare('a.json', '{"a":', '{"b":')).differences).to.deep.equal([{ file: 'a.json', bytes: { before: 5, after: 5 } }])
    expect(await compare('a.bin', 'abc', 'abc', 'abx')).to.deep.include({ differences: [], uncomparable: ['a.bin'] })
  })

  it('names files that are missing or new on one side', async () => {
    expect((await compare('a.csv', 'a\n1\n', undefined)).differences[0]?.bytes).to.deep.equal({ before: 4, after: null })
    expect((await compare('a.csv', undefined, 'a\n1\n')).differences[0]?.bytes).to.deep.equal({ before: null, after: 4 })
  })

  it('bears files that make no sense: no rows, ragged rows, quotes without end, no header', async () => {
    for (const text of ['', '\n\n', 'a,b\n1\n1,2,3,4\n', 'a,b\n"1,2\n', '"', ',,,\n', 'a,a\n1,2\n', '\0\0'])
      expect((await compare('a.csv', text, `${text}\nz,9\n`)).uncomparable).to.deep.equal([])
  })
})
