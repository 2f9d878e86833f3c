import { expect } from 'chai'
import type { Dump } from './dump.ts'
import { trueEffect } from './effect.ts'
import type { PlainRun } from './run.ts'

describe('the true effect of a change, by plain copies', () => {
  it('is none where rows, print and files are the same, in any order and however a number is written', () => {
    expect(effectOf({ after: table(['a', '1.50'], ['b', '2']) }, { after: table(['b', '2.0'], ['a', '1.5']) })).to.deep.equal([])
  })

  it('is a failure where the pipeline fails', () => {
    const base = runOf({})
    expect(trueEffect({ first: base, second: base }, runOf({ exitCode: 3, stderr: 'no' }), {})).to.deep.equal({
      kind: 'fails',
      where: ['no'],
    })
  })

  it('is found in a value, in a row more, in a line and in a file', () => {
    expect(effectOf({ after: table(['a', '1']) }, { after: table(['a', '2']) })).to.deep.equal(['public.t'])
    expect(effectOf({ after: table(['a', '1']) }, { after: table(['a', '1'], ['a', '1']) })).to.deep.equal(['public.t'])
    expect(effectOf({ stdout: 'a\nb\n' }, { stdout: 'a\nc\n' })).to.deep.equal(['stdout'])
    expect(effectOf({ files: { 'o.csv': 'a' } }, { files: { 'o.csv': undefined } })).to.deep.equal(['o.csv'])
  })

  it('leaves out the lines and columns in which two runs without the change differ', () => {
    const first = runOf({ stdout: 'at 1\n5\n', after: table(['a', '1']) })
    const second = runOf({ stdout: 'at 2\n5\n', after: table(['a', '2']) })
    const kinds = (run: Partial<PlainRun>): string => trueEffect({ first, second }, runOf(run), {}).kind
    expect(kinds({ stdout: 'at 3\n5\n', after: table(['a', '3']) })).to.equal('same')
    expect(kinds({ stdout: 'at 3\n6\n', after: table(['a', '3']) })).to.equal('different')
    expect(kinds({ stdout: 'at 3\n5\n', after: table(['b', '3']) })).to.equal('different')
  })

  it('is none where the change altered other rows and the pipeline does the same to the table', () => {
    const base = { before: table(['old', '1']), after: table(['old', '1'], ['new', '2']) }
    expect(effectOf(base, { before: table(), after: table(['new', '2']) })).to.deep.equal([])
  })

  it('follows a table and a column that the change renamed', () => {
    const base = { before: table(), after: table(['a', '1']) }
    const moved = (columns: string[], ...rows: string[][]): Dump => new Map([['public.u', shape(columns, rows)]])
    const run = runOf({ before: moved(['name', 'count']), after: moved(['name', 'count'], ['a', '1']) })
    const renamed = { 'public.t': 'public.u', 'public.t.n': 'count' }
    const first = runOf(base)
    expect(trueEffect({ first, second: first }, run, { renamed }).kind).to.equal('same')
    expect(trueEffect({ first, second: first }, run, {}).kind).to.equal('different')
  })
})

function effectOf(base: Partial<PlainRun>, changed: Partial<PlainRun>): readonly string[] {
  const first = runOf(base)
  return trueEffect({ first, second: first }, runOf(changed), {}).where
}

function runOf(parts: Partial<PlainRun>): PlainRun {
  return { exitCode: 0, stdout: '', stderr: '', files: {}, before: table(), after: table(), ...parts }
}

function table(...rows: string[][]): Dump {
  return new Map([['public.t', shape(['name', 'n'], rows)]])
}

function shape(names: readonly string[], rows: string[][]) {
  return { columns: names.map((name, at) => ({ name, type: at === 0 ? 'text' : 'numeric' })), rows }
}
