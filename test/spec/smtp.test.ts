import { expect } from 'chai'
import { loadSpec } from '../../src/spec/load.ts'

const smallest = `version: 1
production: {stacks: [shop-data]}
stores:
  app: {resource: AppDatabase, database: app}
`

describe('notify.smtp', () => {
  const load = (smtp: string) => loadSpec(`${smallest}notify:\n  smtp: ${smtp}\n`, 'replica.yml').notify.smtp

  it('encrypts unless something else is written, on the port that is usual for it', () => {
    expect(load('{host: smtp.example.com}')).to.deep.equal({ host: 'smtp.example.com', port: 587, tls: 'starttls' })
    expect(load('{host: smtp.example.com, tls: tls}')).to.include({ port: 465 })
    expect(load('{host: localhost, tls: none}')).to.include({ port: 25 })
    expect(load('{host: "::1", tls: none, port: 1025}')).to.include({ host: '::1', port: 1025 })
  })

  it('takes a login by the names of variables only, and whole', () => {
    const login = { userVariable: 'SMTP_USER', passwordVariable: 'SMTP_PASSWORD' }
    expect(load('{host: smtp.example.com, user-env: SMTP_USER, password-env: SMTP_PASSWORD}')).to.deep.include({ login })
    expect(() => load('{host: smtp.example.com, user-env: SMTP_USER}')).to.throw(/replica\.yml:6:3.*password-env/s)
    expect(() => load('{host: smtp.example.com, password-env: SMTP_PASSWORD}')).to.throw(/user-env/)
    for (const value of ['"s3cret-word"', 's3cret', '5318008']) {
      const fault = () => load(`{host: smtp.example.com, user-env: SMTP_USER, password-env: ${value}}`)
      expect(fault).to.throw(/"password-env" is something else, but must be .*never the value itself/)
    }
    expect(() => load('{host: smtp.example.com, password: x}')).to.throw(/unknown key "password"/)
  })

  it('lets nothing be read on its way to another machine but what is said, and never a password', () => {
    expect(() => load('{host: smtp.example.com, tls: none}')).to.throw(/replica\.yml:6:34.*"tls" is none.*allow-unencrypted: true/s)
    expect(() => load('{host: 127.0.0.1.example.com, tls: none}')).to.throw(/allow-unencrypted/)
    expect(load('{host: smtp.example.com, tls: none, allow-unencrypted: true}')).to.include({ tls: 'none' })
    const login = 'user-env: SMTP_USER, password-env: SMTP_PASSWORD'
    expect(() => load(`{host: smtp.example.com, tls: none, allow-unencrypted: true, ${login}}`)).to.throw(
      /a password is never sent unencrypted/,
    )
    expect(load(`{host: localhost, tls: none, ${login}}`)).to.include({ tls: 'none' })
  })

  it('takes a server by its name or address, and nothing that is more', () => {
    for (const host of ['smtp.example.com:25', 'smtp://example.com', 'a b', '-x.example.com', '']) {
      expect(() => load(`{host: "${host}"}`), host).to.throw(/host/)
    }
  })
})
