import { expect } from 'chai'
import { createEntropy } from '../../../src/adapters/entropy.ts'
import { generatePassword, generateSecretString } from '../../../src/local-cloud/services/secretsmanager/generate.ts'

const world = { entropy: createEntropy() }
const hundred = (options: Parameters<typeof generatePassword>[0]) => Array.from({ length: 100 }, () => generatePassword(options, world))

describe('passwords that Secrets Manager generates', () => {
  it('are 32 characters of four kinds, each of them there', () => {
    for (const password of hundred({})) {
      expect(password).to.have.length(32)
      expect(password)
        .to.match(/[a-z]/)
        .and.match(/[A-Z]/)
        .and.match(/[0-9]/)
        .and.match(/[!-/:-@[-`{-~]/)
        .and.not.include(' ')
    }
  })

  it('keep out what is excluded', () => {
    for (const password of hundred({ ExcludeCharacters: `"@/\\'abc`, ExcludePunctuation: 'true', ExcludeUppercase: true })) {
      expect(password).to.match(/^[d-z0-9]{32}$/)
    }
  })

  it('hold spaces only where asked, and a kind only by chance where none is required', () => {
    expect(hundred({ IncludeSpace: true, PasswordLength: 5 }).every((password) => password.includes(' '))).to.equal(true)
    const loose = hundred({ PasswordLength: 4, RequireEachIncludedType: false })
    expect(loose.some((password) => !/[0-9]/.test(password))).to.equal(true)
  })

  it('are put into the JSON of a template at the key named', () => {
    const options = { SecretStringTemplate: '{"username":"owner"}', GenerateStringKey: 'password', PasswordLength: 20 }
    const { username, password } = JSON.parse(generateSecretString(options, world))
    expect([username, password.length]).to.deep.equal(['owner', 20])
  })

  it('are refused where nothing is left to make them from', () => {
    const nothing = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true }
    expect(() => generatePassword(nothing, world)).to.throw(RangeError, 'no characters')
    expect(() => generatePassword({ PasswordLength: 0 }, world)).to.throw(RangeError, 'between 1 and 4096')
  })
})
