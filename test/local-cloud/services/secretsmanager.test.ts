import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { expect } from 'chai'
import type { LocalServices } from '../../support/local-services.ts'
import { serveLocalServices } from '../../support/local-services.ts'
import { refusalOf } from '../../support/refusal.ts'

describe('Secrets Manager of the local cloud', () => {
  let local: LocalServices
  let secrets: SecretsManagerClient

  beforeEach(async () => {
    local = await serveLocalServices()
    secrets = new SecretsManagerClient(local.config)
  })

  afterEach(async () => {
    secrets.destroy()
    await local.close()
  })

  it('keeps a secret by name and by ARN, changes it and forgets it', async () => {
    const Tags = [{ Key: 'a', Value: 'b' }]
    const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'app/master', SecretString: '{"password":"p"}', Tags }))
    expect(ARN).to.match(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:app\/master-[A-Za-z0-9]{6}$/)
    expect((await secrets.send(new GetSecretValueCommand({ SecretId: 'app/master' }))).SecretString).to.equal('{"password":"p"}')
    await secrets.send(new PutSecretValueCommand({ SecretId: ARN, SecretString: 'other' }))
    expect((await secrets.send(new GetSecretValueCommand({ SecretId: ARN }))).SecretString).to.equal('other')
    expect((await secrets.send(new DescribeSecretCommand({ SecretId: ARN }))).Tags).to.deep.equal(Tags)
    expect((await secrets.send(new ListSecretsCommand({}))).SecretList?.map(({ Name }) => Name)).to.deep.equal(['app/master'])
    const again = await refusalOf(secrets.send(new CreateSecretCommand({ Name: 'app/master', SecretString: '' })))
    expect(again.name).to.equal('ResourceExistsException')
    await secrets.send(new DeleteSecretCommand({ SecretId: ARN, ForceDeleteWithoutRecovery: true }))
    const gone = await refusalOf(secrets.send(new GetSecretValueCommand({ SecretId: ARN })))
    expect(gone).to.include({ name: 'ResourceNotFoundException', message: `Secrets Manager can't find the specified secret.` })
  })
})
