import { basename } from 'node:path'
import { fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { loadSpec } from '../spec/load.ts'
import type { AwsSpec, Spec } from '../spec/types.ts'
import { anyAccount } from './clouds.ts'

/** Reads replica.yml. Throws `spec.missing` and everything that `loadSpec` throws. */
export async function readSpec(path: string, ports: Pick<Ports, 'files'>): Promise<Spec> {
  const spec = await findSpec(path, ports)
  if (spec === undefined) throw fail('spec.missing', { path })
  return spec
}

/** Where to work, and as whom. */
export interface Place {
  aws: AwsSpec
  region?: string
}

/**
 * What replica.yml says of that, for commands that work on many replicas and need no such file: its accounts bind them where it
 * is there. Throws what `loadSpec` throws.
 */
export async function readPlace(options: { config: string; region?: string | undefined }, ports: Pick<Ports, 'files'>): Promise<Place> {
  const spec = await findSpec(options.config, ports)
  const region = options.region ?? spec?.production.region
  return { aws: spec?.aws ?? anyAccount, ...(region === undefined ? {} : { region }) }
}

async function findSpec(path: string, ports: Pick<Ports, 'files'>): Promise<Spec | undefined> {
  const text = await ports.files.readText(basename(path))
  return text === undefined ? undefined : loadSpec(text, path)
}
