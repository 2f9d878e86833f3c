import { join } from 'node:path'
import { createClock } from '../../src/adapters/clock.ts'
import { createDatabases } from '../../src/adapters/databases.ts'
import { createEntropy } from '../../src/adapters/entropy.ts'
import { createFiles } from '../../src/adapters/files.ts'
import { createNames } from '../../src/adapters/names/names.ts'
import { createRelays } from '../../src/adapters/relays/relays.ts'
import { createRevisions } from '../../src/adapters/revisions.ts'
import { createShell } from '../../src/adapters/shell.ts'
import type { Event } from '../../src/events.ts'
import { type IntegratePorts, integrate } from '../../src/rehearsal/integrate.ts'
import type { Verdict } from '../../src/rehearsal/types.ts'
import type { PipelineSpec, Spec } from '../../src/spec/types.ts'
import type { Store } from '../../src/store/types.ts'

/** The parts of a spec that a rehearsal reads; the rest is filled in. */
export type SpecParts = Partial<Pick<Spec, 'checks' | 'accept' | 'pipelines'>> & { change?: Partial<Spec['change']> }

export function makeSpec(parts: SpecParts): Spec {
  return {
    path: 'replica.yml',
    production: { stacks: [], templates: {} },
    replica: { ttlMs: 0, maxTtlMs: 0, atMost: 5, size: 'smallest', keepOnFailureMs: 0, requireFuse: false, runOn: 'runner', allow: [] },
    aws: { roles: {}, accounts: [] },
    stores: {},
    mask: [],
    checks: parts.checks ?? [],
    pipelines: parts.pipelines ?? [],
    accept: parts.accept ?? [],
    notify: { to: [], when: 'always' },
    change: { base: 'main', migrations: {}, run: [], rollout: false, ...parts.change },
  }
}

/** A pipeline that runs a command. */
export function command(name: string, run: string, more: Partial<PipelineSpec> = {}): PipelineSpec {
  return { name, job: { kind: 'command', run }, needs: [], timeoutMs: 20_000, ...more }
}

/** A pipeline that is an SQL file. */
export function sqlFile(name: string, file: string, more: Partial<PipelineSpec> = {}): PipelineSpec {
  return { name, job: { kind: 'sql', file }, needs: [], timeoutMs: 20_000, ...more }
}

export function portsFor(folder: string, events: Event[] = []): IntegratePorts {
  const emit: IntegratePorts['emit'] = (code, data) => void events.push({ code, data, at: '' } as Event)
  return {
    databases: createDatabases(),
    relays: createRelays(),
    names: createNames(),
    shell: createShell(),
    revisions: createRevisions(folder),
    files: createFiles(folder),
    clock: createClock(),
    entropy: createEntropy(),
    emit,
    environment: process.env,
    folder,
    results: join(folder, '.prod-replica'),
  }
}

/** A whole rehearsal on one store named `app`. */
export function rehearse(folder: string, parts: SpecParts, store: Store): Promise<Verdict> {
  return integrate(makeSpec(parts), { id: 'test', outputs: {} }, { [store.name]: store }, portsFor(folder))
}
