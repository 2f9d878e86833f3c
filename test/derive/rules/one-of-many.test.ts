import { expect } from 'chai'
import { productionOf } from '../../support/derive.ts'
import { applied, decisionOf, propertiesOf } from './replica.ts'

describe('one instance of what was many', () => {
  it('keeps the first member of each cluster, which answers for the others', () => {
    const [draft] = applied(
      productionOf({
        shop: `
Resources:
  One: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-postgresql}}
  Two: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-postgresql}}
  Writer: {Type: AWS::RDS::DBInstance, Properties: {DBClusterIdentifier: !Ref One, DBInstanceClass: db.r6g.4xlarge}}
  Reader: {Type: AWS::RDS::DBInstance, DependsOn: Writer, Properties: {DBClusterIdentifier: !Ref One, DBInstanceClass: db.r6g.4xlarge}}
  Other: {Type: AWS::RDS::DBInstance, Properties: {DBClusterIdentifier: !Ref Two, DBInstanceClass: db.r6g.4xlarge}}
  Fn:
    Type: AWS::Lambda::Function
    DependsOn: [Reader, Writer]
    Properties: {Environment: {Variables: {READ: !GetAtt Reader.Endpoint.Address, URL: !Sub 'postgres://\${Reader.Endpoint.Address}:5432'}}}
Outputs:
  Reader: {Value: !Ref Reader, Export: {Name: reader}}
`,
      }),
    )
    expect(Object.keys(draft?.template.Resources ?? {}))
      .to.include.members(['Writer', 'Other'])
      .and.not.include('Reader')
    expect(propertiesOf(draft, 'Fn').Environment).to.deep.equal({
      Variables: {
        READ: { 'Fn::GetAtt': ['Writer', 'Endpoint.Address'] },
        URL: { 'Fn::Sub': 'postgres://${Writer.Endpoint.Address}:5432' },
      },
    })
    expect(draft?.template.Resources.Fn?.DependsOn).to.deep.equal(['Writer'])
    expect(draft?.template.Outputs?.Reader?.Value).to.deep.equal({ Ref: 'Writer' })
    expect(decisionOf(draft, 'Reader').reasons.map((each) => each.reason)).to.deep.equal([
      'one instance of what was many: Writer stands in for it',
    ])
  })

  it('lets a database answer for its read replica', () => {
    const [draft] = applied(
      productionOf({
        shop: `
Resources:
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, AllocatedStorage: 20}}
  Copy: {Type: AWS::RDS::DBInstance, Properties: {SourceDBInstanceIdentifier: !Ref Db}}
  Again: {Type: AWS::RDS::DBInstance, Properties: {SourceDBInstanceIdentifier: !Ref Copy}}
Outputs:
  Address: {Value: !GetAtt Again.Endpoint.Address}
`,
      }),
    )
    expect(Object.keys(draft?.template.Resources ?? {})).to.deep.equal(['Db', 'ProdReplicaDbSecret'])
    expect(draft?.template.Outputs?.Address?.Value).to.deep.equal({ 'Fn::GetAtt': ['Db', 'Endpoint.Address'] })
  })

  it('leaves one NAT gateway in each network, to which the routes of the others lead, also by export', () => {
    const [draft] = applied(productionOf({ network }))
    const left = Object.keys(draft?.template.Resources ?? {})
    expect(left).to.include.members(['NatA', 'AddressA', 'NatC']).and.not.include.members(['NatB'])
    expect(left).to.not.include('AddressB')
    expect(propertiesOf(draft, 'RouteB').NatGatewayId).to.deep.equal({ Ref: 'NatA' })
    expect(draft?.template.Outputs?.NatB?.Value).to.deep.equal({ Ref: 'NatA' })
    expect(draft?.template.Outputs?.AddressB?.Value).to.deep.equal({ Ref: 'AddressA' })
  })

  it('chooses among the gateways that production has', () => {
    const [draft] = applied(productionOf({ network: network.replace('NatA: {Type', 'NatA: {Condition: No, Type') }))
    expect(propertiesOf(draft, 'RouteB').NatGatewayId).to.deep.equal({ Ref: 'NatB' })
    expect(decisionOf(draft, 'NatA').kind).to.equal('kept')
  })
})

const network = `
Conditions: {No: !Equals [a, b]}
Resources:
  Vpc: {Type: AWS::EC2::VPC}
  Vpc2: {Type: AWS::EC2::VPC}
  SubnetA: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc}}
  SubnetB: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc}}
  SubnetC: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc2}}
  AddressA: {Type: AWS::EC2::EIP}
  AddressB: {Type: AWS::EC2::EIP}
  NatA: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref SubnetA, AllocationId: !GetAtt AddressA.AllocationId}}
  NatB: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref SubnetB, AllocationId: !GetAtt AddressB.AllocationId}}
  NatC: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref SubnetC, ConnectivityType: private}}
  TableB: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  RouteB: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref TableB, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref NatB}}
Outputs:
  NatB: {Value: !Ref NatB, Export: {Name: nat-b}}
  AddressB: {Value: !Ref AddressB}
`
