import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The public packages that carry CloudFormation's schemas. A new version is written here, and the facts made again. */
export const pinned = {
  schemas: { source: 'PyPI cfn-lint', package: 'cfn-lint', version: '1.58.0' },
  spec: { source: 'npm @aws-cdk/aws-service-spec', package: '@aws-cdk/aws-service-spec', version: '0.1.216' },
} as const

/** Folders that hold the unpacked sources; those that are not given are fetched by pip and npm into a temporary one. */
export function fetchSources(given: { schemas?: string | undefined; spec?: string | undefined }): { schemas: string; spec: string } {
  return { schemas: given.schemas ?? fetchSchemas(), spec: given.spec ?? fetchSpec() }
}

function fetchSchemas(): string {
  const folder = mkdtempSync(join(tmpdir(), 'facts-schemas-'))
  const { package: name, version } = pinned.schemas
  run('pip', ['download', '--quiet', '--no-deps', '--dest', folder, `${name}==${version}`])
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
