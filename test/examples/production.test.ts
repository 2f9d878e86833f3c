import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import type { JsonValue } from '../../src/production/json.ts'
import { parseTemplate } from '../../src/production/template.ts'
import type { Template } from '../../src/production/types.ts'
import { loadSpec } from '../../src/spec/load.ts'

const company = 'examples/new-vision'
const stacks = ['newvision-network', 'newvision-data', 'newvision-hosts']
const templates = new Map(stacks.map((stack) => [stack, readTemplate(stack)]))

describe('the example company’s production', () => {
  it('parses, with the resources that a real company has', () => {
    const types = [...templates.values()].flatMap((template) => Object.values(template.Resources).map((resource) => resource.Type))
    expect(types).to.include.members([
      'AWS::EC2::VPC',
      'AWS::Redshift::Cluster',
      'AWS::RDS::DBInstance',
      'AWS::S3::Bucket',
      'AWS::EC2::Instance',
      'AWS::IAM::InstanceProfile',
      'AWS::Events::Rule',
      'AWS::Lambda::Function',
      'AWS::SNS::Subscription',
    ])
  })

  it('imports only what a stack before it exports', () => {
    const exported = new Set<string>()
    for (const [stack, template] of templates) {
      expect(importsOf(template as unknown as JsonValue, template).filter((name) => !exported.has(name))).to.deep.equal([])
      for (const name of exportsOf(stack, template)) exported.add(name)
    }
    expect(exported.size).to.be.greaterThan(10)
  })

  it('has the habits that a replica must not take over', () => {
    const { OpenAccess } = templates.get('newvision-network')?.Resources ?? {}
    expect(OpenAccess?.Properties?.SecurityGroupIngress).to.deep.equal([{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }])
    const policies = [...templates.values()].flatMap((template) =>
      Object.values(template.Resources).map((resource) => resource.DeletionPolicy),
    )
    expect(policies).to.include.members(['Retain', 'Snapshot'])
    expect(templates.get('newvision-data')?.Parameters?.MasterPassword?.NoEcho).to.equal(true)
  })

  it('holds every stack and store that replica.yml names, and every file', () => {
    const spec = loadSpec(readFileSync(`${company}/replica.yml`, 'utf8'), 'replica.yml')
    expect(spec.production.stacks).to.deep.equal(stacks)
    const resources = new Set([...templates.values()].flatMap((template) => Object.keys(template.Resources)))
    for (const store of Object.values(spec.stores)) expect(resources).to.include(store.resource)
    for (const { job } of spec.pipelines) {
      const file = job.kind === 'sql' ? job.file : (job.run.split(' ')[1] ?? '')
      expect(readFileSync(`${company}/${file}`, 'utf8')).not.to.equal('')
    }
  })
})

function readTemplate(stack: string): Template {
  const path = `${company}/production/${stack.replace('newvision-', '')}.yml`
  return parseTemplate(readFileSync(path, 'utf8'), path)
}

function exportsOf(stack: string, template: Template): string[] {
  const names = Object.values(template.Outputs ?? {}).flatMap((output) => (output.Export === undefined ? [] : [output.Export.Name]))
  return names.map((name) => substitute(name, { 'AWS::StackName': stack }))
}

/** Every name that an Fn::ImportValue anywhere in the template asks for, with parameters at their defaults. */
function importsOf(value: JsonValue, template: Template): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item) => importsOf(item, template))
  const defaults = Object.entries(template.Parameters ?? {}).map(([name, parameter]) => [name, String(parameter.Default)])
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'Fn::ImportValue' ? [substitute(inner, Object.fromEntries(defaults))] : importsOf(inner, template),
  )
}

/** `{"Fn::Sub": "${A}-b"}` or a plain string, with the values put in. */
function substitute(name: JsonValue, values: Readonly<Record<string, string>>): string {
  const text = typeof name === 'object' && name !== null && 'Fn::Sub' in name ? name['Fn::Sub'] : name
  return String(text).replace(/\$\{([^}]+)\}/g, (_, key: string) => values[key] ?? '')
}
