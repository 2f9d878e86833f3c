import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { createOutput } from '../../src/adapters/output.ts'
import { createRedactor } from '../../src/adapters/redaction.ts'

const environment = {
  AWS_SECRET_ACCESS_KEY: 'wJalr/XUtn+EMI=K7MDENG',
  CIRCLE_OIDC_TOKEN: 'eyJhbGciOi.eyJzdWIi.c2ln',
  PGPASSWORD: 'p@ss w"rd!',
  WAREHOUSE_URL: 'postgres://admin:tops%23cret@db.example:5439/dev',
  DEPLOY_KEY: '-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\n-----END KEY-----',
  MASK_SECRET: 'short',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE123',
  SSH_KEY_PATH: '/home/ci/.ssh/id',
  CACHE_KEY: 'newvision-data',
  PWD: '/home/ci/project',
}

describe('createRedactor', () => {
  const { redact, hide } = createRedactor(environment)

  it('takes the values of secret-looking variables out, as they are and as they stand in URLs, forms and JSON', () => {
    const secret = environment.PGPASSWORD
    const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret), new URLSearchParams({ p: secret }).toString()]
    for (const form of forms) expect(redact(`before ${form} after`)).to.match(/^before .*\*\*\*.* after$/)
    expect(redact(forms.join('\n'))).to.not.match(/w.{0,3}rd/)
    expect(redact(`${environment.AWS_SECRET_ACCESS_KEY} ${environment.CIRCLE_OIDC_TOKEN}`)).to.equal('*** ***')
  })

  it('takes passwords out of connection URLs, encoded or not', () => {
    expect(redact(environment.WAREHOUSE_URL)).to.equal('postgres://admin:***@db.example:5439/dev')
    expect(redact('tops#cret')).to.equal('***')
  })

  it('takes each line of a secret of several lines out', () => {
    expect(redact('  MIIEpAIBAAKCAQEA')).to.equal('  ***')
  })

  it('leaves what is no secret alone', () => {
    const text = 'short AKIDEXAMPLE123 /home/ci/.ssh/id newvision-data /home/ci/project'
    expect(redact(text)).to.equal(text)
  })

  it('learns secrets while it works, such as a password that was just generated', () => {
    hide('gen(er)ated.*')
    hide('abc')
    expect(redact('gen(er)ated.* generated abc')).to.equal('*** generated abc')
  })
})

describe('createOutput', () => {
  it('redacts both streams and adds nothing of its own', () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const output = createOutput({ stdout, stderr }, environment)
    output.hide('a-new-secret')
    output.print('result eyJhbGciOi.eyJzdWIi.c2ln\n')
    output.report('progress a-new-secret')
    expect(String(stdout.read())).to.equal('result ***\n')
    expect(String(stderr.read())).to.equal('progress ***')
    expect(output).to.include({ isTerminal: false, columns: 100 })
  })

  it('knows whether colours are wanted on standard output, whatever standard error is', () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 0 })
    const wants = (stdout: PassThrough, variables: Record<string, string>) =>
      createOutput({ stdout, stderr: terminal }, variables).wantsColour
    expect(wants(terminal, {})).to.equal(true)
    expect(wants(new PassThrough(), {})).to.equal(false)
    expect(wants(terminal, { NO_COLOR: '1' })).to.equal(false)
    expect(wants(terminal, { TERM: 'dumb' })).to.equal(false)
    expect(createOutput({ stdout: terminal, stderr: terminal }, {}).columns).to.equal(100)
  })

  it('bears a reader that has gone away, and no other failure', () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    createOutput({ stdout, stderr }, {})
    expect(() => stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).to.not.throw()
    expect(() => stderr.emit('error', Object.assign(new Error('write EIO'), { code: 'EIO' }))).to.throw('EIO')
  })
})
