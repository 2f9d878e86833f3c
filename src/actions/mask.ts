import { dirname, join } from 'node:path'
import { ExitCode, fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import type { Verdict } from '../rehearsal/types.ts'
import { databasesBeside } from '../store/mask/beside.ts'
import { compareConfirmed, confirmedFile, parseConfirmed } from '../store/mask/confirmed.ts'
import { maskStores } from '../store/mask/mask.ts'
import type { Store } from '../store/types.ts'
import { maskKey } from './mask-key.ts'
import { openResults } from './results.ts'
import type { Run } from './run.ts'

export interface MaskOptions {
  config: string
  results: string
  json: boolean
  confirm: boolean
}

/**
 * Shows how the columns that the last run found differ from those in replica.columns; with `--confirm` they become it.
 * Throws `mask.no_proposal` where no run has looked at a replica's stores.
 */
export async function mask(options: MaskOptions, ports: Ports): Promise<ExitCode> {
  const results = openResults(options.results, ports)
  const proposal = await ports.files.readText(results.path(confirmedFile))
  if (proposal === undefined) throw fail('mask.no_proposal', { path: join(options.results, confirmedFile) })
  const path = join(dirname(options.config), confirmedFile)
  const before = await ports.files.readText(confirmedFile)
  const change = compareConfirmed(parseConfirmed(before ?? '', path), parseConfirmed(proposal, join(options.results, confirmedFile)))
  if (options.confirm) await ports.files.write(confirmedFile, proposal)
  const told = { file: path, confirmed: options.confirm, ...change }
  ports.output.print(options.json ? `${JSON.stringify(told, null, 2)}\n` : formatChange(told))
  return ExitCode.passed
}

/** Masks stores by replica.yml and what the checkout confirms. Every run leaves a proposal for the next confirmation. */
export async function confirmedMask(
  run: Pick<Run, 'spec' | 'results' | 'ports' | 'emit'>,
  stores: Readonly<Record<string, Store>>,
): Promise<{ masked: string[]; notTested: Verdict['notTested'] }> {
  const text = await run.ports.files.readText(confirmedFile)
  const confirmed = text === undefined ? undefined : parseConfirmed(text, confirmedFile)
  const request = {
    rules: run.spec.mask,
    secret: maskKey(stores),
    confirmed,
    propose: async (proposal: string) => {
      await run.results.write(confirmedFile, proposal)
      return join(run.results.named, confirmedFile)
    },
  }
  const masked = await maskStores(stores, request, { ...run.ports, emit: run.emit })
  const beside = await Promise.all(Object.values(stores).map((store) => notMaskedBeside(store, Object.values(stores), run.ports)))
  const why = `there is no ${confirmedFile}: only columns that look personal were asked for (prod-replica mask --confirm)`
  const unconfirmed = confirmed === undefined ? [{ what: 'whether columns without a mask rule are personal', why }] : []
  return { masked, notTested: [...unconfirmed, ...beside.flat()] }
}

async function notMaskedBeside(
  store: Store,
  stores: readonly Store[],
  { databases }: Pick<Ports, 'databases'>,
): Promise<Verdict['notTested']> {
  const names = await databasesBeside(store, stores, databases)
  const why = 'it is no store of replica.yml: nothing in it is masked, and pipelines can reach it'
  return names.map((name) => ({ what: `the database "${name}" on the server of ${store.name}`, why }))
}

function formatChange({ file, confirmed, added, gone }: { file: string; confirmed: boolean; added: string[]; gone: string[] }): string {
  const lines = [...added.map((line) => `+ ${line}`), ...gone.map((line) => `- ${line}`)]
  if (lines.length === 0) return `${file} is as the stores are.\n`
  const next = confirmed ? `${file} is written: commit it.` : 'Look at each, then: prod-replica mask --confirm'
  return `${lines.join('\n')}\n${next}\n`
}
