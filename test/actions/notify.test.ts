import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { simpleParser } from 'mailparser'
import { makeProject, runHelper } from '../support/run-helper.ts'
import { makeCertificate, type Relay, refuse, startRelay } from '../support/smtp-relay.ts'
import { aBrokenVerdict, aReplica, aVerdict } from '../support/verdict-builder.ts'

const login = { user: 'relay-user', password: 'only-for-this-relay-1' }

describe('notify through an SMTP server', () => {
  let folder: string
  let relay: Relay

  afterEach(async () => {
    await relay.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const specFor = (smtp: string, when = 'always') => `version: 1
production: {region: us-east-1, stacks: [data]}
stores: {app: {resource: AppDatabase, database: app}}
pipelines: [{name: assess, run: make, store: app}]
notify: {from: "CI <ci@newvision.example>", to: [data@newvision.example], when: ${when}, smtp: ${smtp}}
`
  const keep = async (verdict: object) => {
    await mkdir(join(folder, '.prod-replica'), { recursive: true })
    await writeFile(join(folder, '.prod-replica/verdict.json'), JSON.stringify(verdict))
  }
  const notify = (environment: Readonly<Record<string, string>> = {}, words: readonly string[] = []) =>
    runHelper(['notify', ...words], { folder, environment })

  const startSecured = async () => {
    folder = await makeProject({ 'relay.pem': (await makeCertificate()).cert })
    relay = await startRelay({
      authOptional: false,
      onAuth: ({ username = '', password }, _, done) =>
        password === login.password ? done(null, { user: username }) : done(refuse(535, `not ${password}`)),
    })
    const smtp = `{host: localhost, port: ${relay.port}, user-env: RELAY_USER, password-env: RELAY_WORD}`
    await writeFile(join(folder, 'replica.yml'), specFor(smtp))
    await keep(aBrokenVerdict())
    await writeFile(join(folder, '.prod-replica/replica.json'), JSON.stringify(aReplica()))
    return { NODE_EXTRA_CA_CERTS: join(folder, 'relay.pem'), RELAY_USER: login.user, RELAY_WORD: login.password }
  }

  it('encrypts, logs in and hands over a mail that an independent parser reads whole', async () => {
    const end = await notify(await startSecured(), ['--require-delivery'])
    expect(end.stdout).to.equal('mail: delivered\n')
    expect(end.exitCode).to.equal(0)
    const [taken] = relay.mails
    expect(taken).to.include({ from: 'ci@newvision.example', user: login.user, isEncrypted: true })
    expect(taken?.raw.equals(await readFile(join(folder, '.prod-replica/email.eml')))).to.equal(true)
    const mail = await simpleParser(taken?.raw ?? '')
    expect(mail.subject).to.match(/^\[prod-replica\] BROKEN: 2 of 4 pipelines/)
    expect(mail.from?.value[0]).to.include({ name: 'CI', address: 'ci@newvision.example' })
    expect(mail.headers.get('auto-submitted')).to.equal('auto-generated')
    expect(mail.text).to.match(/Broken/)
    expect(mail.html).to.match(/<html/)
    expect(mail.attachments.map(({ contentType }) => contentType)).to.deep.equal(['text/html'])
    expect(mail.attachments[0]?.content.toString()).to.match(/^<!DOCTYPE html>/)
  })

  it('keeps the mail, says why it was not sent and never says the password', async () => {
    const environment = { ...(await startSecured()), RELAY_WORD: 'not-the-word-of-the-relay' }
    const end = await notify(environment, ['--require-delivery', '--verbose'])
    expect(end.exitCode).to.equal(3)
    expect(end.stderr).to.match(/refused the user and password.*kept in .*email\.eml/)
    expect(end.stdout + end.stderr).not.to.include(environment.RELAY_WORD)
    expect((await simpleParser(await readFile(join(folder, '.prod-replica/email.eml')))).subject).to.match(/BROKEN/)
    const unset = await notify({ ...environment, RELAY_WORD: '' })
    expect(unset.exitCode).to.equal(0)
    expect(unset.stderr).to.match(/is not set: RELAY_WORD/)
  })

  it('mails the first failure and the first success after it where changes are asked for, and repeats what did not arrive', async () => {
    folder = await makeProject({})
    let isClosed = false
    relay = await startRelay({ onMailFrom: (_, __, done) => done(isClosed ? refuse(553, 'closed') : null) })
    await writeFile(join(folder, 'replica.yml'), specFor(`{host: 127.0.0.1, port: ${relay.port}, tls: none}`, 'change'))
    const tell = async (verdict: object, branch = 'main') => {
      await keep(verdict)
      return (await notify({ CIRCLECI: 'true', CIRCLE_BRANCH: branch, CIRCLE_PIPELINE_ID: '1' })).stdout
    }
    expect(await tell(aVerdict())).to.equal('mail: not due\n')
    isClosed = true
    expect(await tell(aBrokenVerdict())).to.equal('mail: not delivered\n')
    isClosed = false
    expect(await tell(aBrokenVerdict())).to.equal('mail: delivered\n')
    expect(await tell(aBrokenVerdict())).to.equal('mail: not due\n')
    expect(await tell(aVerdict(), 'another')).to.equal('mail: not due\n')
    await tell(aBrokenVerdict())
    expect(await tell(aVerdict())).to.equal('mail: delivered\n')
    await writeFile(join(folder, '.prod-replica/previous.json'), '{')
    expect(await tell(aBrokenVerdict())).to.equal('mail: delivered\n')
  })
})
