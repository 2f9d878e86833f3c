import { expect } from 'chai'
import { explainAwsError } from '../../src/adapters/aws-errors.ts'

function awsError(name: string, message = 'because.', fields: object = {}): Error {
  return Object.assign(new Error(message), { name }, fields)
}

describe('explainAwsError', () => {
  const cases: [Error, string][] = [
    [awsError('CredentialsProviderError', 'Could not load credentials from any providers'), 'cloud.no_credentials'],
    [awsError('ExpiredToken'), 'cloud.rejected_credentials'],
    [awsError('InvalidClientTokenId'), 'cloud.rejected_credentials'],
    [awsError('SignatureDoesNotMatch'), 'cloud.rejected_credentials'],
    [awsError('AccessDenied'), 'cloud.denied'],
    [awsError('Error', 'x', { Code: 'AccessDenied' }), 'cloud.denied'],
    [awsError('ThrottlingException'), 'cloud.throttled'],
    [awsError('Unknown', 'x', { $metadata: { httpStatusCode: 429 } }), 'cloud.throttled'],
    [awsError('AggregateError', '', { code: 'ECONNREFUSED' }), 'cloud.unreachable'],
    [awsError('TimeoutError', 'socket hang up'), 'cloud.unreachable'],
    [awsError('ValidationError', 'Template format error'), 'cloud.call_failed'],
    [awsError('Error', 'anything'), 'cloud.call_failed'],
  ]
  for (const [error, code] of cases) {
    it(`tells ${error.name} ${(error as Error & { code?: string }).code ?? ''} as ${code}`, () => {
      expect(explainAwsError(error, 'sts:GetCallerIdentity').code).to.equal(code)
    })
  }

  it('names the action that was denied, which may be another one than was called', () => {
    const message = 'User: arn:aws:iam::1:user/ci is not authorized to perform: kms:Decrypt on resource: key/1'
    const { text } = explainAwsError(awsError('AccessDeniedException', message), 'secretsmanager:GetSecretValue')
    expect(text.message).to.contain('AWS denied kms:Decrypt')
    expect(text.remedy).to.contain('kms:Decrypt')
  })

  it('names the endpoint that does not answer', () => {
    const refused = awsError('Error', 'connect', { code: 'ECONNREFUSED', address: '10.0.0.1', port: 443 })
    expect(explainAwsError(refused, 's3:PutObject').text.message).to.contain('10.0.0.1:443')
    expect(explainAwsError(refused, 's3:PutObject', 'http://localhost:1').text.message).to.contain('http://localhost:1')
  })

  it('lets no key, token or canonical request through', () => {
    const token = 'IQoJb3JpZ2luX2Vj'.repeat(20)
    const message = `The key AKIAABCDEFGHIJKLMNOP is wrong, token ${token}\nx-amz-security-token:${token}`
    for (const name of ['SignatureDoesNotMatch', 'InvalidClientTokenId', 'ValidationError', 'AccessDenied', 'CredentialsProviderError']) {
      const { message: told } = explainAwsError(awsError(name, message), 'sts:GetCallerIdentity').text
      expect(told).to.not.match(/AKIA[A-Z]|IQoJb3JpZ2/)
      expect(told).to.not.contain('\n')
    }
  })
})
