import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect } from 'chai'
import { catalogue, ExitCode } from '../src/errors.ts'
import { eventLines } from '../src/events.ts'

/** The rooms on the way of the data: each may import only those before it. */
const way = ['spec', 'production', 'derive', 'stack', 'store', 'rehearsal', 'report', 'notify']
const open = ['errors', 'errors.ts', 'events', 'events.ts', 'ports', 'version.ts']
const beyond: Record<string, string[]> = {
  errors: ['errors'],
  events: ['events'],
  'errors.ts': ['errors'],
  'events.ts': ['events'],
  ports: ['errors.ts', 'ports', 'production'],
  circleci: [...open, 'stack', 'circleci'],
  adapters: [...open, 'adapters'],
  actions: [...open, ...way, 'circleci', 'actions'],
  cli: [...open, 'actions', 'cli', 'local-cloud'],
  'main.ts': [...open, 'cli', 'adapters'],
  'local-cloud': [...open, 'local-cloud', 'production', 'adapters'],
}

const sources = filesBelow('src').filter((file) => file.endsWith('.ts'))

describe('house rules', () => {
  it('lets each room import only what comes before it', () => {
    const strays = sources.flatMap((file) =>
      importsOf(file)
        .filter((target) => !allowedFor(roomOf(file)).includes(roomOf(target)))
        .map((target) => `${file} imports ${target}`),
    )
    expect(strays).to.deep.equal([])
  })

  it('keeps Node, the SDK and database clients in the adapters and the local cloud', () => {
    const allowed = /^(node:path|node:crypto)$/
    const strays = sources
      .filter((file) => !['adapters', 'local-cloud', 'main.ts'].includes(roomOf(file)))
      .flatMap((file) => packagesOf(file).map((name) => [file, name] as const))
      .filter(([, name]) => (name.startsWith('node:') || name.startsWith('@aws-sdk/') || name === 'pg') && !allowed.test(name))
    expect(strays).to.deep.equal([])
  })

  it('takes clocks, randomness and the process only where ports are made', () => {
    const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bsetTimeout\(|\bsetInterval\(|\bprocess\.|\bfetch\(/
    const strays = sources.filter(
      (file) => !['adapters', 'local-cloud', 'main.ts'].includes(roomOf(file)) && impure.test(withoutComments(readFileSync(file, 'utf8'))),
    )
    expect(strays).to.deep.equal([])
  })

  it('has no file above 250 lines', () => {
    const long = sources.filter((file) => !file.includes('/facts/') && readFileSync(file, 'utf8').split('\n').length > 251)
    expect(long).to.deep.equal([])
  })

  it('has no room called utils, helpers, common, manager or service', () => {
    const banned = /(^|[/-])(utils?|helpers?|common|managers?)([./-]|$)/
    expect(sources.filter((file) => banned.test(file))).to.deep.equal([])
  })

  it('names errors noun.what_failed and events noun.past_participle, each with a text', () => {
    const codes = [...Object.keys(catalogue), ...Object.keys(eventLines)]
    expect(codes.filter((code) => !/^[a-z]+\.[a-z0-9_]+$/.test(code))).to.deep.equal([])
    expect(Object.values(ExitCode)).to.deep.equal([0, 1, 2, 3, 130, 143])
  })

  it('uses every error and every event of the catalogues', () => {
    const text = sources
      .filter((file) => !file.startsWith('src/errors') && !file.startsWith('src/events'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n')
    const unused = [...Object.keys(catalogue), ...Object.keys(eventLines)].filter((code) => !text.includes(`'${code}'`))
    expect(unused).to.deep.equal([])
  })

  it('writes no machine path and no registry host into a tracked source', () => {
    const files = [...sources, ...filesBelow('test'), ...filesBelow('examples'), ...filesBelow('orb'), 'README.md', 'package-lock.json']
    const bad = new RegExp(['/wo' + 'rk/', 'registry\\.npm' + 'js', 'files\\.python' + 'hosted'].join('|'))
    expect(files.filter((file) => bad.test(readFileSync(file, 'utf8')))).to.deep.equal([])
  })
})

function allowedFor(room: string): string[] {
  const place = way.indexOf(room)
  return place >= 0 ? [...open, ...way.slice(0, place + 1)] : (beyond[room] ?? [])
}

function roomOf(file: string): string {
  return relative('src', file).split('/')[0] ?? ''
}

function importsOf(file: string): string[] {
  return specifiersOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative('.', resolve(dirname(file), name)))
}

function packagesOf(file: string): string[] {
  return specifiersOf(file).filter((name) => !name.startsWith('.'))
}

function specifiersOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].flatMap((match) => match[1] ?? [])
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}
