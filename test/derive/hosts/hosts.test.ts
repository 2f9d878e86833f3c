import { expect } from 'chai'
import { derivePlan } from '../../../src/derive/plan.ts'
import type { Plan } from '../../../src/derive/types.ts'
import { isReplicaError } from '../../../src/errors.ts'
import type { TemplateResource } from '../../../src/production/types.ts'
import { loadSpec } from '../../../src/spec/load.ts'
import { productionOf } from '../../support/derive.ts'

const profile = '{Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}'
const role = '{Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}'
const core = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore' }
const group = (ingress = '') => `{Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: x, VpcId: !Ref Vpc${ingress}}}`
const lettingIn = (from: string) => `, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 5432, ToPort: 5432, ${from}}]`

/** A network with a private subnet, and a database in it, which lets nobody in but by `ingress`. */
const network = (ingress = '') => `
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Private: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Other: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  DbSubnets: {Type: AWS::RDS::DBSubnetGroup, Properties: {DBSubnetGroupDescription: x, SubnetIds: [!Ref Private, !Ref Other]}}
  DbGroup: ${group(ingress)}
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, DBInstanceClass: db.m6g.large, MasterUsername: app, MasterUserPassword: abcdefgh, DBSubnetGroupName: !Ref DbSubnets, VPCSecurityGroups: [!Ref DbGroup]}}`

/** A route of all addresses from Private. */
const wayOut = (target: string) => `
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Way: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, ${target}}}
  Joined: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Private, RouteTableId: !Ref Table}}`
const nat = `${wayOut('NatGatewayId: !Ref Nat')}
  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref Other, ConnectivityType: private}}`
const internet = `${wayOut('GatewayId: !Ref Gateway')}
  Gateway: {Type: AWS::EC2::InternetGateway}`

describe('the plan’s hosts', () => {
  describe('are chosen', () => {
    it('as the only one, which keeps its own role and is found by an output', () => {
      const plan = planOf(`${network()}
  Role: ${role}
  Profile: ${profile}
  Pipes: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, IamInstanceProfile: !Ref Profile}}`)
      expect(plan.runOn).to.deep.equal({ host: 'Pipes', reason: 'it is the only host' })
      const stack = 'prod-replica-r4f2a1-shop'
      expect(plan.hosts.Pipes).to.deep.equal({ kind: 'instance', stack, logicalId: 'Pipes', output: 'ProdReplicaHostPipesId' })
      expect(outputs(plan, stack).ProdReplicaHostPipesId).to.deep.equal({ Value: { Ref: 'Pipes' } })
      expect(resource(plan, 'Role').Properties?.ManagedPolicyArns).to.deep.equal([core])
    })

    it('by replica.run-on and by pipelines, whatever else there is', () => {
      const both = `${network()}\n  One: ${instance()}\n  Two: ${instance()}`
      expect(planOf(both, 'run-on: {host: Two}').runOn.host).to.equal('Two')
      const piped = planOf(both, 'run-on: runner', '{name: dag, run: x, on: Two}')
      expect(piped.runOn).to.deep.equal({ reason: 'replica.run-on says so' })
      expect(Object.keys(piped.hosts)).to.deep.equal(['Two'])
      expect(planOf(both, 'run-on: auto', '{name: dag, run: x, on: Two}').runOn.host).to.equal('Two')
    })

    it('of several, as the one whose start-up names a store, else that a store lets in, else the first', () => {
      const told = `\n  One: ${instance()}\n  Two: ${instance(', UserData: {Fn::Base64: !Sub "${Db.Endpoint.Address}"}')}`
      expect(planOf(`${network()}${told}`).runOn).to.deep.equal({ host: 'Two', reason: 'its start-up names a store' })
      const letIn = `\n  One: ${instance()}\n  Two: ${instance(', SecurityGroupIds: [!Ref Hosts]')}\n  Hosts: ${group()}`
      expect(planOf(`${network(lettingIn('SourceSecurityGroupId: !Ref Hosts'))}${letIn}`).runOn.reason).to.equal('a store lets it in')
      expect(planOf(`${network()}\n  One: ${instance()}\n  Two: ${instance()}`).runOn.host).to.equal('One')
    })

    it('never where Windows runs, or production has none of it by its condition', () => {
      const plan = planOf(
        `${network()}
  Off: {Type: AWS::EC2::Instance, Condition: Never, Properties: {ImageId: ami-1}}
  Win: {Type: AWS::EC2::Instance, Properties: {ImageId: '{{resolve:ssm:/aws/service/ami-windows-latest/Windows_Server}}'}}
  Lin: ${instance()}`,
      )
      expect(plan.runOn).to.deep.equal({ host: 'Lin', reason: 'it is the only host' })
    })

    it('as the one instance of a group, whose launch template gets the role', () => {
      const plan = planOf(`${network()}
  Template: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {ImageId: ami-1}}}
  Fleet: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MinSize: '2', MaxSize: '9', VPCZoneIdentifier: [!Ref Private], LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber}}}`)
      expect(plan.hosts.Fleet).to.deep.include({ kind: 'group', output: 'ProdReplicaHostFleetGroup' })
      expect(resource(plan, 'Template').Properties?.LaunchTemplateData).to.deep.include({
        IamInstanceProfile: { Arn: { 'Fn::GetAtt': ['ProdReplicaTemplateProfile', 'Arn'] } },
      })
    })

    it('or refused, with the place in replica.yml and the nearest name', () => {
      const wrong = () => planOf(`${network()}\n  Pipes: ${instance()}`, 'run-on: {host: Pipe}')
      expect(wrong)
        .to.throw()
        .that.satisfies((error: unknown) => isReplicaError(error, 'derive.host_unknown'))
      expect(wrong)
        .to.throw(/^replica.run-on: "Pipe" is to do the work/)
        .with.nested.property('text.remedy')
        .that.contains('mean Pipes?')
    })

    it('not at all without stores, unless they are named', () => {
      expect(planOf(`\n  Pipes: ${instance()}`, 'run-on: auto', '', '').hosts).to.deep.equal({})
      expect(planOf(`\n  Pipes: ${instance()}`, 'run-on: {host: Pipes}', '', '').hosts).to.have.keys('Pipes')
    })
  })

  describe('get what they need', () => {
    it('a role of their own with the boundary, where they have none', () => {
      const plan = planOf(`${network()}\n  Pipes: ${instance()}`)
      expect(resource(plan, 'Pipes').Properties?.IamInstanceProfile).to.deep.equal({ Ref: 'ProdReplicaPipesProfile' })
      expect(resource(plan, 'ProdReplicaPipesRole').Properties).to.deep.include({
        ManagedPolicyArns: [core],
        PermissionsBoundary: { 'Fn::ImportValue': 'prod-replica-boundary-r4f2a1' },
      })
    })

    it('the agent’s policy beside those that they have, also in lists that only AWS knows', () => {
      const arns = (value: string) => {
        const text = `${network()}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}, ManagedPolicyArns: ${value}}}
  Profile: ${profile}
  Pipes: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, IamInstanceProfile: !Ref Profile}}`
        return resource(planOf(text), 'Role').Properties?.ManagedPolicyArns
      }
      expect(arns('["arn:aws:iam::aws:policy/ReadOnlyAccess"]')).to.deep.equal(['arn:aws:iam::aws:policy/ReadOnlyAccess', core])
      expect(arns('["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]')).to.have.lengthOf(1)
      expect(arns('!Split ["|", !Ref Listed]')).to.deep.equal({
        'Fn::Split': [',', { 'Fn::Join': [',', [{ 'Fn::Join': [',', { 'Fn::Split': ['|', { Ref: 'Listed' }] }] }, core]] }],
      })
    })

    it('no right to read a secret or a bucket: what their work needs is sent to them, sealed', () => {
      const plan = planOf(`${network()}${nat}\n  Role: ${role}\n  Profile: ${profile}
  Pipes: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, IamInstanceProfile: !Ref Profile}}`)
      for (const made of [plan, planOf(`${network()}${nat}`)]) {
        expect(ofType(made, 'AWS::IAM::Policy')).to.deep.equal([])
        for (const { Properties } of ofType(made, 'AWS::IAM::Role')) expect(Properties).to.not.have.property('Policies')
      }
    })

    it('no stack of their own where they need nothing', () => {
      const plan = planOf(`${network(lettingIn('CidrIp: 10.0.0.0/16'))}\n  Pipes: ${instance(', SubnetId: !Ref Private')}`)
      expect(plan.runOn.host).to.equal('Pipes')
      expect(plan.stacks.map(({ title }) => title)).to.not.include('access of the hosts')
    })

    it('a way to a store, once, where its group lets them in neither by group nor by address', () => {
      const ways = (ingress: string) => {
        const host = instance(', SubnetId: !Ref Private, SecurityGroupIds: [!Ref Hosts]')
        return ofType(planOf(`${network(ingress)}\n  Pipes: ${host}\n  Hosts: ${group()}`), 'AWS::EC2::SecurityGroupIngress')
      }
      const [way, ...others] = ways('')
      expect(others).to.deep.equal([])
      expect(way?.Properties).to.deep.include({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 })
      expect(ways(lettingIn('SourceSecurityGroupId: !GetAtt Hosts.GroupId'))).to.deep.equal([])
      expect(ways(lettingIn('CidrIp: 10.0.0.0/16'))).to.deep.equal([])
      expect(ways(lettingIn('CidrIp: !GetAtt Vpc.CidrBlock'))).to.deep.equal([])
      expect(ways(lettingIn('CidrIp: 10.0.2.0/24'))).to.have.lengthOf(1)
    })

    it('the same across stacks that import from one another, without a circle', () => {
      const plan = deriveOf({
        net: `Resources:${network()}\nOutputs:\n  V: {Value: !Ref Vpc, Export: {Name: net-vpc}}\n  A: {Value: !GetAtt Db.Endpoint.Address, Export: {Name: net-db}}\n`,
        hosts: `Resources:\n  Hosts: ${group().replace('!Ref Vpc', '!ImportValue net-vpc')}\n  Pipes: ${instance(', SecurityGroupIds: [!Ref Hosts], UserData: {Fn::Base64: !ImportValue net-db}')}\n`,
      })
      expect(plan.runOn.host).to.equal('Pipes')
      expect(ofType(plan, 'AWS::EC2::SecurityGroupIngress')).to.have.lengthOf(1)
      expect(plan.stacks.at(-1)?.needs).to.have.members(['prod-replica-r4f2a1-net', 'prod-replica-r4f2a1-hosts'])
    })
  })

  describe('where production has none', () => {
    it('are one small host in a private subnet that leads out', () => {
      const plan = planOf(`${network()}${nat}`)
      expect(plan.runOn.host).to.equal('ProdReplicaHost')
      expect(plan.hosts.ProdReplicaHost).to.deep.include({ stack: 'prod-replica-r4f2a1-1-host', output: 'ProdReplicaHostId' })
      const { Properties = {} } = resource(plan, 'ProdReplicaHost')
      expect(Properties).to.deep.include({ InstanceType: 't4g.micro', MetadataOptions: { HttpTokens: 'required' } })
      expect(Properties).to.have.nested.property('BlockDeviceMappings[0].Ebs').that.deep.includes({ VolumeType: 'gp3', Encrypted: true })
      const subnet = outputs(plan, 'prod-replica-r4f2a1-shop').ProdReplicaGivesPrivateRef
      expect(Properties.SubnetId).to.deep.equal({ 'Fn::ImportValue': subnet?.Export?.Name })
      expect(resource(plan, 'ProdReplicaHostAccess').Properties).to.not.have.property('SecurityGroupIngress')
      expect(resource(plan, 'ProdReplicaHostRole').Properties).to.have.property('PermissionsBoundary')
      expect(ofType(plan, 'AWS::EC2::SecurityGroupIngress')).to.have.lengthOf(1)
      expect(plan.leaks).to.deep.equal([])
    })

    it('wait for no store: their stack needs the network and the boundary alone', () => {
      const plan = planOf(`${network()}${nat}`)
      const needs = plan.stacks.find(({ title }) => title === 'host')?.needs
      expect(needs).to.deep.equal(['prod-replica-r4f2a1-0-boundary', 'prod-replica-r4f2a1-shop'])
    })

    it('have a public address only in a subnet that has no other way', () => {
      const { Properties } = resource(planOf(`${network()}${internet}`), 'ProdReplicaHost')
      expect(Properties).to.have.nested.property('NetworkInterfaces[0].AssociatePublicIpAddress', true)
    })

    it('knock at the endpoints by which they reach Systems Manager', () => {
      const endpoints = ['ssm', 'ssmmessages', 's3'].map(
        (name) =>
          `\n  E${name}: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.${name}', PrivateDnsEnabled: true, SecurityGroupIds: [!Ref Ends]}}`,
      )
      const plan = planOf(`${network()}\n  Ends: ${group()}${endpoints.join('')}`)
      expect(ofType(plan, 'AWS::EC2::SecurityGroupIngress').map((each) => each.Properties?.FromPort)).to.have.members([443, 5432])
      expect(planOf(`${network()}\n  Ends: ${group()}${endpoints.slice(1).join('')}`).hosts).to.deep.equal({})
    })

    it('are left out where the work is the runner’s, or nothing leads out, and the plan says why', () => {
      expect(planOf(`${network()}${nat}`, 'run-on: runner').hosts).to.deep.equal({})
      const plan = planOf(network())
      expect(plan.hosts).to.deep.equal({})
      expect(plan.runOn.reason).to.contain('no subnet of the stores’ network leads to Systems Manager')
      expect(plan.stacks.map(({ title }) => title)).to.deep.equal([undefined])
    })
  })
})

function instance(more = ''): string {
  return `{Type: AWS::EC2::Instance, Properties: {ImageId: ami-1${more}}}`
}

function planOf(resources: string, replica = 'run-on: auto', pipelines = '', stores = 'app: {resource: Db, database: app}'): Plan {
  const head = 'Parameters: {Listed: {Type: String, Default: a}}\nConditions: {Never: !Equals [a, b]}\n'
  return deriveOf({ shop: `${head}Resources:${resources}\n` }, { replica, pipelines, stores })
}

function deriveOf(
  templates: Record<string, string>,
  { replica, pipelines, stores } = { replica: 'run-on: auto', pipelines: '', stores: 'app: {resource: Db, database: app}' },
): Plan {
  const text = `version: 1\nproduction: {stacks: [shop]}\nreplica: {${replica}}\nstores: {${stores}}\npipelines: [${pipelines}]\n`
  return derivePlan(productionOf(templates), loadSpec(text, 'replica.yml'), { replicaId: 'r4f2a1' })
}

function resource(plan: Plan, logicalId: string): TemplateResource {
  const found = plan.stacks.flatMap(({ template }) => template.Resources[logicalId] ?? [])[0]
  if (found === undefined) throw new Error(`the plan has no ${logicalId}`)
  return found
}

function ofType(plan: Plan, type: string): TemplateResource[] {
  return plan.stacks.flatMap(({ template }) => Object.values(template.Resources).filter(({ Type }) => Type === type))
}

function outputs(plan: Plan, name: string) {
  return plan.stacks.find((stack) => stack.name === name)?.template.Outputs ?? {}
}
