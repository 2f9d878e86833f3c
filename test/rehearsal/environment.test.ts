import { expect } from 'chai'
import { pipelineEnvironment } from '../../src/rehearsal/environment.ts'
import { redact, shortenOutput } from '../../src/rehearsal/output.ts'

const target = { host: '127.0.0.1', port: 5555, database: 'app', user: 'me', password: 'p@ss/word', tls: 'disable' as const }

describe('pipelineEnvironment', () => {
  it('gives the store as PG*, every store as a URL and every output', () => {
    const environment = pipelineEnvironment({}, { 'score-app': target }, 'score-app', { BucketName: 'b' })
    expect(environment).to.include({
      PGHOST: '127.0.0.1',
      PGPORT: '5555',
      PGDATABASE: 'app',
      PGSSLMODE: 'disable',
      REPLICA_BUCKETNAME: 'b',
    })
    expect(environment.SCORE_APP_URL).to.equal('postgresql://me:p%40ss%2Fword@127.0.0.1:5555/app?sslmode=disable')
  })

  it('hands on nothing that is secret or leads to production', () => {
    const secrets = [
      'AWS_PROFILE',
      'AWS_SECRET_ACCESS_KEY',
      'CIRCLE_OIDC_TOKEN_V2',
      'NPM_TOKEN',
      'PGSERVICE',
      'DATABASE_URL',
      'MY_PASSWORD',
      'SSH_AUTH_SOCK',
    ]
    const inherited = Object.fromEntries(secrets.map((name) => [name, 'x']))
    const environment = pipelineEnvironment(
      { ...inherited, LEGACY: 'mysql://a:b@prod/x', PATH: '/bin', CIRCLE_BRANCH: 'main' },
      {},
      undefined,
      {},
    )
    expect(environment).to.deep.equal({ PATH: '/bin', CIRCLE_BRANCH: 'main' })
  })
})

describe('shortenOutput', () => {
  it('keeps the last 40 lines and 4 KB', () => {
    const output = Array.from({ length: 100 }, (_, at) => `line ${at}`).join('\n')
    expect(shortenOutput(output, []).split('\n')).to.have.length(40)
    expect(shortenOutput('x'.repeat(10_000), [])).to.have.length(4097)
  })

  it('takes secrets out, percent-encoded ones too', () => {
    expect(redact('p@ss/word and p%40ss%2Fword', ['p@ss/word'])).to.equal('•••• and ••••')
  })
})
