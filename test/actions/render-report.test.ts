import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type ReportOptions, renderReport } from '../../src/actions/render-report.ts'
import { createClock } from '../../src/adapters/clock.ts'
import { createFiles } from '../../src/adapters/files.ts'
import type { Ports } from '../../src/ports/index.ts'
import { aBrokenVerdict, aPlanRecord, aReplica } from '../support/verdict-builder.ts'

describe('the report command', () => {
  let folder: string
  let printed: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prod-replica-render-'))
    printed = ''
    await writeFile(
      join(folder, 'replica.yml'),
      'version: 1\nproduction: {region: us-east-1, stacks: [data]}\nstores: {app: {resource: AppDatabase, database: app}}\npipelines: [{name: assess, run: make, store: app}]\n',
    )
    await keep({ 'verdict.json': aBrokenVerdict(), 'replica.json': aReplica(), 'plan.json': aPlanRecord() })
  })

  afterEach(() => rm(folder, { recursive: true, force: true }))

  const keep = async (files: Readonly<Record<string, unknown>>) => {
    await mkdir(join(folder, 'out'), { recursive: true })
    for (const [name, value] of Object.entries(files)) {
      await writeFile(join(folder, 'out', name), typeof value === 'string' ? value : JSON.stringify(value))
    }
  }

  /** The command as the command line would call it, with nothing of AWS. */
  const render = (format?: ReportOptions['format'], json = false) => {
    const ports: Partial<Ports> = {
      files: createFiles(folder),
      clock: createClock(),
      environment: {},
      workingFolder: folder,
      revisions: { current: async () => undefined } as never,
      output: {
        print: (text: string) => {
          printed += text
        },
        report: () => {},
        show: () => {},
        hide: () => {},
        isTerminal: false,
        wantsColour: false,
        columns: 100,
        rows: 24,
      },
      entropy: { fraction: () => 0.5 } as never,
    }
    return renderReport({ config: 'replica.yml', results: 'out', json, format }, ports as Ports)
  }

  const signs: Readonly<Record<NonNullable<ReportOptions['format']>, RegExp>> = {
    terminal: /^✗ Broken: 2 of 4 pipelines/,
    markdown: /^## ✗ prod-replica: BROKEN/,
    html: /^<!DOCTYPE html>[\s\S]*restored from the latest snapshot/,
    junit: /^<\?xml[\s\S]*<testsuite name="schema"/,
    sarif: /^\{[\s\S]*"version": "2.1.0"/,
    mail: /^From: [\s\S]*Subject: \[prod-replica\] BROKEN/,
  }

  for (const [format, sign] of Object.entries(signs)) {
    it(`prints one face alone, writes none, and exits as the verdict says: ${format}`, async () => {
      const before = await readdir(join(folder, 'out'))
      expect(await render(format as ReportOptions['format'])).to.equal(1)
      expect(printed).to.match(sign)
      expect(await readdir(join(folder, 'out'))).to.deep.equal(before)
    })
  }

  it('writes every face where none is named', async () => {
    await render()
    expect(await readdir(join(folder, 'out'))).to.include.members(['report.html', 'report.md', 'junit.xml', 'findings.sarif'])
  })

  it('does without a picture and a timeline whose files are damaged', async () => {
    await keep({ 'plan.json': '{"estim', 'timeline.json': '[]' })
    expect(await render('html')).to.equal(1)
    expect(printed).to.include('renames column').and.not.include('What the replica was made of')
  })
})
