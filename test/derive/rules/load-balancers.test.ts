import { expect } from 'chai'
import { specOf } from '../../support/derive.ts'
import { replicaOf } from './replica.ts'

describe('a listener with a certificate that replica.yml allows', () => {
  it('keeps it', () => {
    const CertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b'
    const Properties = { LoadBalancerArn: { Ref: 'Balancer' }, Protocol: 'HTTPS', Certificates: [{ CertificateArn }], DefaultActions: [] }
    const { resource } = replicaOf({ Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties }, specOf('', [CertificateArn]))
    expect(resource?.Properties).to.deep.equal(Properties)
  })
})
