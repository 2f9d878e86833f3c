import { expect } from 'chai'
import { type DraftStack, draftStacks } from '../../../src/derive/draft.ts'
import { resolveParameters } from '../../../src/derive/parameters.ts'
import { replacePasswords } from '../../../src/derive/passwords/replace.ts'
import { newPassword, secretIdOf } from '../../../src/derive/passwords/secret.ts'
import { derivePlan } from '../../../src/derive/plan.ts'
import type { JsonValue } from '../../../src/production/json.ts'
import { ownStacks, productionOf, specOf } from '../../support/derive.ts'

const look = (secret: string) => `{{resolve:secretsmanager:\${${secret}}:SecretString:password}}`

/** Drafts of the stacks, `shop/Data` nested in `shop`. The databases named have the password that their rule gives them. */
function draftsOf(templates: Record<string, string>, databases: Record<string, readonly string[]> = {}): DraftStack[] {
  const production = productionOf(templates)
  const stacks = production.stacks.map((stack) => {
    const at = stack.name.lastIndexOf('/')
    return at < 0 ? stack : { ...stack, parent: { stack: stack.name.slice(0, at), logicalId: stack.name.slice(at + 1) } }
  })
  const drafts = draftStacks({ ...production, stacks }, 'pr-42')
  for (const draft of drafts) for (const id of databases[draft.source.name] ?? []) giveOwnPassword(draft, id)
  return drafts
}

function giveOwnPassword({ template }: DraftStack, id: string): void {
  const { value, add } = newPassword(id)
  const resource = template.Resources[id]
  if (resource !== undefined) resource.Properties = { ...resource.Properties, MasterUserPassword: value }
  Object.assign(template.Resources, add)
}

function replaced(templates: Record<string, string>, databases: Record<string, readonly string[]> = {}) {
  const drafts = draftsOf(templates, databases)
  replacePasswords(drafts)
  return Object.fromEntries(drafts.map((draft) => [draft.source.name, draft.template]))
}

const parameter = 'Parameters: {Password: {Type: String, NoEcho: true, MinLength: 8}}\n'
const url = "!Sub 'app:${Password}@db'"

describe('replacePasswords, in one stack', () => {
  const places: Record<string, [type: string, properties: string, at: (properties: Record<string, JsonValue>) => unknown]> = {
    DocDB: ['AWS::DocDB::DBCluster', 'MasterUserPassword: !Ref Password', (it) => it.MasterUserPassword],
    'Redshift Serverless': ['AWS::RedshiftServerless::Namespace', 'AdminUserPassword: !Ref Password', (it) => it.AdminUserPassword],
    ElastiCache: ['AWS::ElastiCache::ReplicationGroup', 'AuthToken: !Ref Password', (it) => it.AuthToken],
    'a user of ElastiCache': ['AWS::ElastiCache::User', 'Passwords: [!Ref Password]', (it) => (it.Passwords as JsonValue[])[0]],
    'a user of MemoryDB': [
      'AWS::MemoryDB::User',
      'AuthenticationMode: {Type: password, Passwords: [!Ref Password]}',
      (it) => (it.AuthenticationMode as { Passwords: JsonValue[] }).Passwords[0],
    ],
    'a broker': [
      'AWS::AmazonMQ::Broker',
      'Users: [{Username: a, Password: !Ref Password}]',
      (it) => (it.Users as { Password: JsonValue }[])[0]?.Password,
    ],
    OpenSearch: [
      'AWS::OpenSearchService::Domain',
      'AdvancedSecurityOptions: {MasterUserOptions: {MasterUserPassword: !Ref Password}}',
      (it) => (it.AdvancedSecurityOptions as { MasterUserOptions: Record<string, JsonValue> }).MasterUserOptions.MasterUserPassword,
    ],
  }
  for (const [name, [type, properties, at]] of Object.entries(places)) {
    it(`gives ${name} a generated password, and all who use it the same`, () => {
      const text = `${parameter}Resources:\n  It: {Type: '${type}', Properties: {${properties}}}\n  Fn: {Type: AWS::Lambda::Function, Properties: {Url: ${url}}}`
      const { shop } = replaced({ shop: text })
      expect(at(shop?.Resources.It?.Properties ?? {})).to.deep.equal({ 'Fn::Sub': look('ProdReplicaPasswordSecret') })
      expect(shop?.Resources.Fn?.Properties?.Url).to.deep.equal({ 'Fn::Sub': `app:${look('ProdReplicaPasswordSecret')}@db` })
      expect(shop?.Parameters).to.not.have.property('Password')
      expect(shop?.Resources.ProdReplicaPasswordSecret?.Type).to.equal('AWS::SecretsManager::Secret')
    })
  }

  it('generates what every engine takes: 32 letters, digits and hyphens, and some of each', () => {
    const { shop } = replaced({
      shop: `${parameter}Resources: {C: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AuthToken: !Ref Password}}}`,
    })
    const options = shop?.Resources.ProdReplicaPasswordSecret?.Properties?.GenerateSecretString as Record<string, JsonValue>
    const punctuation = Array.from({ length: 94 }, (_, n) => String.fromCharCode(33 + n)).filter((each) => !/[A-Za-z0-9]/.test(each))
    expect(punctuation.filter((each) => !String(options.ExcludeCharacters).includes(each))).to.deep.equal(['-'])
    expect(options.PasswordLength).to.be.within(16, 41)
    expect(options).to.not.have.any.keys('RequireEachIncludedType', 'ExcludePunctuation', 'ExcludeNumbers', 'ExcludeUppercase')
  })

  const db = (id: string, value: string, more = '') =>
    `  ${id}: {Type: AWS::RDS::DBInstance, ${more}Properties: {MasterUserPassword: ${value}}}\n`

  it('takes the secret of the only database that has the password', () => {
    const text = `${parameter}Resources:\n${db('Db', '!Ref Password')}  Fn: {Type: AWS::Lambda::Function, Properties: {Url: ${url}}}`
    const { shop } = replaced({ shop: text }, { shop: ['Db'] })
    expect(shop?.Resources.Fn?.Properties?.Url).to.deep.equal({ 'Fn::Sub': `app:${look(secretIdOf('Db'))}@db` })
    expect(shop?.Resources).to.not.have.property('ProdReplicaPasswordSecret')
  })

  for (const [what, text] of Object.entries({
    'two databases that share it': db('Db', '!Ref Password') + db('Two', '!If [Big, !Ref Password, !Ref AWS::NoValue]'),
    'a database that may not be there': db('Db', '!Ref Password', 'Condition: Big, '),
  })) {
    it(`makes one secret for ${what}, which theirs repeat`, () => {
      const head = `${parameter}Conditions: {Big: !Equals [a, a]}\nResources:\n  Fn: {Type: AWS::Lambda::Function, Properties: {Url: ${url}}}\n`
      const { shop } = replaced({ shop: head + text }, { shop: ['Db', 'Two'].filter((id) => text.includes(`${id}:`)) })
      for (const id of Object.keys(shop?.Resources ?? {}).filter((each) => each === 'Db' || each === 'Two')) {
        const { SecretString, GenerateSecretString } = shop?.Resources[secretIdOf(id)]?.Properties ?? {}
        expect(SecretString).to.deep.equal({
          'Fn::Join': ['', ['{"password":"', { 'Fn::Sub': look('ProdReplicaPasswordSecret') }, '"}']],
        })
        expect(GenerateSecretString).to.equal(undefined)
      }
      expect(JSON.stringify(shop)).to.not.contain('"Ref":"Password"')
    })
  }

  it('leaves a database its own password where nobody else asks for the old one', () => {
    const { shop } = replaced({ shop: `${parameter}Resources:\n${db('Db', '!Ref Password')}` }, { shop: ['Db'] })
    expect(Object.keys(shop?.Resources ?? {})).to.deep.equal(['Db', secretIdOf('Db')])
    expect(shop?.Resources[secretIdOf('Db')]?.Properties).to.have.property('GenerateSecretString')
    expect(shop?.Parameters).to.deep.equal({})
  })

  it('gives a host the new password where only its metadata asks for it', () => {
    const text = `
Parameters: {Pw: {Type: String, NoEcho: true}}
Resources:
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, MasterUsername: a, MasterUserPassword: !Ref Pw}}
  Host:
    Type: AWS::EC2::Instance
    Metadata: {AWS::CloudFormation::Init: {config: {files: {/root/w.sh: {content: !Sub ['\${Pw}', {Pw: !Ref Pw}]}}}}}
`
    const [shop] = ownStacks(derivePlan(productionOf({ shop: text }), specOf(''), { replicaId: 'r4f2a1' }))
    expect(JSON.stringify(shop?.template.Resources.Host?.Metadata)).to.contain('${ProdReplicaDbSecret}').and.not.contain('"Ref":"Pw"')
    expect(shop?.template.Parameters).to.equal(undefined)
  })

  it('finds the password through a secret that holds it, and leaves the user in the same secret alone', () => {
    const text = `
Parameters: {Password: {Type: String, NoEcho: true}, User: {Type: String, NoEcho: true}}
Resources:
  Login: {Type: AWS::SecretsManager::Secret, Properties: {SecretString: !Sub '{"username":"\${User}","password":"\${Password}"}'}}
${db('Db', "!Sub '{{resolve:secretsmanager:${Login}:SecretString:password}}'")}`
    const { shop } = replaced({ shop: text }, { shop: ['Db'] })
    expect(shop?.Resources.Login?.Properties?.SecretString).to.deep.equal({
      'Fn::Sub': `{"username":"\${User}","password":"${look(secretIdOf('Db'))}"}`,
    })
    expect(Object.keys(shop?.Parameters ?? {})).to.deep.equal(['User'])
  })

  it('lets a database keep the password that a secret of its stack generates: who reads that one gets in', () => {
    const joined = "!Join ['', ['{{resolve:secretsmanager:', !Ref Login, ':SecretString:password::}}']]"
    const options = `{GenerateStringKey: password, SecretStringTemplate: '{}', ExcludeCharacters: '"@/\\'}`
    const text = `Resources:\n  Login: {Type: AWS::SecretsManager::Secret, Properties: {GenerateSecretString: ${options}}}\n${db('Db', joined)}`
    const { shop } = replaced({ shop: text }, { shop: ['Db'] })
    const value = shop?.Resources[secretIdOf('Db')]?.Properties?.SecretString as { 'Fn::Join': [string, JsonValue[]] }
    expect(JSON.stringify(value['Fn::Join'][1])).to.contain('{"Ref":"Login"}')
  })

  it('tells conditions that there is a password, and outputs nothing of it', () => {
    const text = `${parameter}Conditions: {Has: !Not [!Equals [!Ref Password, '']]}
Resources: {C: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AuthToken: !If [Has, !Ref Password, !Ref AWS::NoValue]}}}
Outputs: {Url: {Value: ${url}}}`
    const { shop } = replaced({ shop: text })
    expect(shop?.Conditions?.Has).to.deep.equal({ 'Fn::Not': [{ 'Fn::Equals': ['generated', ''] }] })
    expect(shop?.Outputs?.Url?.Value).to.deep.equal({ 'Fn::Sub': `app:${look('ProdReplicaPasswordSecret')}@db` })
  })

  it('leaves parameters alone that are no passwords, among them the ARN of a secret', () => {
    const text = `
Parameters: {Licence: {Type: String, NoEcho: true}, SecretArn: {Type: String, NoEcho: true}}
Resources:
  Fn: {Type: AWS::Lambda::Function, Properties: {Licence: !Ref Licence, Arn: !Ref SecretArn}}
${db('Db', "!Sub '{{resolve:secretsmanager:${SecretArn}:SecretString:password}}'")}`
    const [draft] = draftsOf({ shop: text }, { shop: ['Db'] })
    if (draft === undefined) throw new Error('there is no draft')
    replacePasswords([draft])
    const faults = resolveParameters(draft)
    expect(faults.map(({ text: { remedy } }) => remedy.match(/parameters\S+/)?.[0])).to.deep.equal([
      'parameters.shop.Licence.',
      'parameters.shop.SecretArn.',
    ])
  })

  it('bears anything in the place of a password', () => {
    for (const value of [
      '{}',
      '[]',
      '1',
      '{Ref: [a]}',
      '{"Fn::If": x}',
      '{"Fn::Sub": [1, 2]}',
      '{"Fn::Join": ["", x]}',
      '!Ref __proto__',
      '!Sub "${constructor}"',
    ])
      expect(() => replaced({ shop: `Resources:\n${db('Db', value)}` }, { shop: ['Db'] })).to.not.throw()
    expect(() => replaced({ shop: 'Resources: {M: {Type: AWS::AmazonMQ::Broker, Properties: {Users: {Password: 1}}}}' })).to.not.throw()
  })
})

describe('replacePasswords, through nested stacks', () => {
  const root = `${parameter}Resources:
  Data: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {DbPassword: !Ref Password, Name: x}}}
  Web: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {Secret: !Sub '\${Password}'}}}
`
  const data = `Parameters: {DbPassword: {Type: String, NoEcho: true, MaxLength: 41}, Name: {Type: String}}
Resources: {Db: {Type: AWS::RDS::DBInstance, Properties: {MasterUserPassword: !Ref DbPassword}}}`
  const web = `Parameters: {Secret: {Type: String, NoEcho: true}}
Conditions: {Has: !Not [!Equals [!Ref Secret, '']]}
Resources: {Fn: {Type: AWS::Lambda::Function, Properties: {Password: !Ref Secret, Url: !Sub 'x:\${Secret}'}}}`

  it('makes the secret where the password came in, and passes its ARN on to all who use it', () => {
    const family = replaced({ shop: root, 'shop/Data': data, 'shop/Web': web }, { 'shop/Data': ['Db'] })
    expect(family.shop?.Resources).to.have.property('ProdReplicaPasswordSecret')
    expect(family.shop?.Parameters).to.deep.equal({})
    const passed = (id: string) => family.shop?.Resources[id]?.Properties?.Parameters
    expect(passed('Data')).to.deep.equal({ DbPassword: { Ref: 'ProdReplicaPasswordSecret' }, Name: 'x' })
    expect(passed('Web')).to.deep.equal({ Secret: { Ref: 'ProdReplicaPasswordSecret' } })
    expect(family['shop/Web']?.Resources.Fn?.Properties).to.deep.equal({
      Password: { 'Fn::Sub': look('Secret') },
      Url: { 'Fn::Sub': `x:${look('Secret')}` },
    })
    expect(family['shop/Web']?.Conditions?.Has).to.deep.equal({ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Secret' }, ''] }] })
    expect(family['shop/Data']?.Parameters?.DbPassword).to.deep.equal({
      Type: 'String',
      Description: 'ARN of the secret that holds the password',
    })
    expect(family['shop/Data']?.Resources[secretIdOf('Db')]?.Properties?.SecretString).to.deep.equal({
      'Fn::Join': ['', ['{"password":"', { 'Fn::Sub': look('DbPassword') }, '"}']],
    })
  })

  it('goes through stacks in between', () => {
    const between =
      'Parameters: {P: {Type: String}}\nResources: {Deep: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {Secret: !Ref P}}}}'
    const top = `${parameter}Resources:
  C: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AuthToken: !Ref Password}}
  Mid: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {P: !Ref Password}}}`
    const family = replaced({ shop: top, 'shop/Mid': between, 'shop/Mid/Deep': web })
    expect(family['shop/Mid']?.Resources.Deep?.Properties?.Parameters).to.deep.equal({ Secret: { Ref: 'P' } })
    expect(family['shop/Mid/Deep']?.Resources.Fn?.Properties?.Password).to.deep.equal({ 'Fn::Sub': look('Secret') })
  })

  it('takes it out of every stack on the way where only the database had it', () => {
    const only = root.replace(/ {2}Web.*\n/, '')
    const family = replaced({ shop: only, 'shop/Data': data }, { 'shop/Data': ['Db'] })
    expect(family.shop?.Parameters).to.deep.equal({})
    expect(family.shop?.Resources.Data?.Properties?.Parameters).to.deep.equal({ Name: 'x' })
    expect(Object.keys(family['shop/Data']?.Parameters ?? {})).to.deep.equal(['Name'])
    expect(Object.keys(family.shop?.Resources ?? {})).to.deep.equal(['Data'])
  })

  it('repeats what a parent works out by itself', () => {
    const parent = `Resources:
  Login: {Type: AWS::SecretsManager::Secret, Properties: {GenerateSecretString: {}}}
  Data: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {DbPassword: !Sub '{{resolve:secretsmanager:\${Login}}}'}}}`
    const more = `${data}\n`.replace('Resources: {', 'Resources: {Fn: {Type: AWS::Lambda::Function, Properties: {P: !Ref DbPassword}}, ')
    const family = replaced({ shop: parent, 'shop/Data': more }, { 'shop/Data': ['Db'] })
    expect(family['shop/Data']?.Resources.Fn?.Properties?.P).to.deep.equal({ Ref: 'DbPassword' })
    expect(JSON.stringify(family['shop/Data']?.Resources[secretIdOf('Db')])).to.contain('{"Ref":"DbPassword"}')
  })
})
