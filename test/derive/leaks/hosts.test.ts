import { expect } from 'chai'
import { findLeaks } from '../../../src/derive/leaks/leaks.ts'
import type { Leak } from '../../../src/derive/types.ts'
import type { JsonValue } from '../../../src/production/json.ts'
import { planHolding } from '../../support/plan-holding.ts'

function leaksOf(value: JsonValue, key = 'Content'): Leak[] {
  const { plan, production } = planHolding({ [key]: value })
  return findLeaks(plan, production)
}

describe('findLeaks for hosts and addresses', () => {
  for (const [text, found] of [
    ['https://api.partner.com/v1', 'api.partner.com'],
    ['amqps://user:secret@broker.shop.co.uk:5671', 'broker.shop.co.uk'],
    ['jdbc:postgresql://warehouse.shop.internal:5439/dev', 'warehouse.shop.internal'],
    ['jdbc:oracle:thin:@ora.shop.com:1521:orcl', 'ora.shop.com'],
    ['db.prod.shop.com', 'db.prod.shop.com'],
    ['db.shop.co.id', 'db.shop.co.id'],
    ['db.prod.shop.local', 'db.prod.shop.local'],
    ['db.prod.shop.com:5432', 'db.prod.shop.com'],
    ['#!/bin/bash\npsql -h db.prod.shop.com -U app dev', 'db.prod.shop.com'],
    ['export DB_HOST=db.prod.shop.com\n', 'db.prod.shop.com'],
    ['{"Host": "db.prod.shop.com", "Port": 5432}', 'db.prod.shop.com'],
    ['git clone deploy@code.shop.com:app.git', 'code.shop.com'],
    ['registry.shop.com/pipelines/assess:1.2', 'registry.shop.com'],
    ['http://consul.service.consul:8500', 'consul.service.consul'],
    ['x.cabc1d2e3f.us-east-1.rds.amazonaws.com', 'x.cabc1d2e3f.us-east-1.rds.amazonaws.com'],
    ['host = w.cabc.us-east-1.redshift.amazonaws.com;', 'w.cabc.us-east-1.redshift.amazonaws.com'],
    ['x.abc.0001.use1.cache.amazonaws.com:6379', 'x.abc.0001.use1.cache.amazonaws.com'],
    ['https://search-shop-abc.us-east-1.es.amazonaws.com/_bulk', 'search-shop-abc.us-east-1.es.amazonaws.com'],
    ['https://a1b2c3.execute-api.us-east-1.amazonaws.com/prod', 'a1b2c3.execute-api.us-east-1.amazonaws.com'],
    ['shop-123.us-east-1.elb.amazonaws.com', 'shop-123.us-east-1.elb.amazonaws.com'],
    ['https://d111111abcdef8.cloudfront.net', 'd111111abcdef8.cloudfront.net'],
    ['https://abc.lambda-url.us-east-1.on.aws/', 'abc.lambda-url.us-east-1.on.aws'],
    ['https://sqs.us-east-1.amazonaws.com/999999999999/jobs', 'sqs.us-east-1.amazonaws.com/999999999999/jobs'],
    ['https://shop-files.s3.us-west-2.amazonaws.com/a', 'shop-files.s3.us-west-2.amazonaws.com'],
    ['https://s3.amazonaws.com/shop-files/a', 's3.amazonaws.com/shop-files'],
    ['999999999999.dkr.ecr.us-east-1.amazonaws.com/app:1', '999999999999.dkr.ecr.us-east-1.amazonaws.com'],
    ['54.12.13.14', '54.12.13.14'],
    ['http://54.12.13.14:8080/', '54.12.13.14'],
    ['54.12.13.14/32', '54.12.13.14/32'],
    ['10.9.2.3', '10.9.2.3'],
    ['psql -h 10.9.2.3 dev', '10.9.2.3'],
    ['2600:1f18:1234:5678::1', '2600:1f18:1234:5678::1'],
  ] as const) {
    it(`finds ${found} in ${JSON.stringify(text)}`, () => {
      expect(leaksOf(text).map((leak) => leak.found)).to.deep.equal([found])
    })
  }

  for (const text of [
    ...['index.js', 'foo.service', 'app.conf', 'org.apache.spark.Main', 'com.amazonaws.us-east-1.s3', 'main.py', 'aws.events'],
    ...['server.host', 'event.detail.id', 'x=event.detail.id;', 'lambda_function.lambda_handler', 'app.handler', 'db.t3.medium'],
    ...['ec2.amazonaws.com', 'delivery.logs.amazonaws.com', 'logging.s3.amazonaws.com', 'monitoring.rds.amazonaws.com'],
    ...[
      'https://sts.us-east-1.amazonaws.com',
      'https://s3.us-east-1.amazonaws.com',
      's3.amazonaws.com',
      'dynamodb.us-east-1.amazonaws.com',
    ],
    ...['states.us-east-1.amazonaws.com', 'api.ecr.us-east-1.amazonaws.com', 'cognito-idp.us-east-1.amazonaws.com', 'rds.amazonaws.com'],
    ...['http://169.254.169.254/latest/meta-data', 'http://localhost:8080', 'http://127.0.0.1', 'http://www.w3.org/2001/XMLSchema'],
    ...['https://github.com/a/b.git', 'git@github.com:a/b.git', 'pip install -i https://pypi.org/simple x', 'https://get.docker.com'],
    ...['https://rpm.nodesource.com/setup_20.x', 'docker.elastic.co/beats/filebeat:8.1', 'https://cran.r-project.org', 'quay.io/a/b:v1'],
    ...[
      'https://s3.amazonaws.com/cloudformation-examples/aws-cfn-bootstrap-latest.tar.gz',
      'https://amazoncloudwatch-agent.s3.amazonaws.com/a',
    ],
    ...[
      'https://aws-codedeploy-us-east-1.s3.us-east-1.amazonaws.com/latest/install',
      '602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/pause',
    ],
    ...['https://api.example.com', 'admin@example.org', 'db.newvision.example', 'ec2.internal', 'us-east-2.compute.internal'],
    ...['0.0.0.0/0', '::/0', '10.0.0.0/16', '54.0.0.0/8', '255.255.255.0', '192.168.1.0/32', '8.8.8.8', '203.0.113.7'],
    ...[
      'version 1.2.3.4 of it',
      'install foo-1.2.3.4.tgz',
      'pkg==12.2.3.4',
      'amazon-corretto-11.0.4.11.1',
      '10.20.0.9',
      '12:30:45',
      's3://shop-files/a',
    ],
    ...['file:///etc/app.conf', '$HOST.shop.com', 'x@sha256:abc', '2026-11-24T10:00:00.000Z', 'arn:aws:s3:::public-data/a.b.com'],
  ]) {
    it(`raises no alarm for ${text}`, () => {
      expect(leaksOf(text)).to.deep.equal([])
    })
  }

  it('takes an address for a version where its name says so', () => {
    expect(leaksOf('54.12.13.14', 'EngineVersion')).to.deep.equal([])
  })

  for (const [what, value] of [
    ['an endpoint of a resource of the plan', { 'Fn::Sub': 'https://${One}.execute-api.${AWS::Region}.amazonaws.com/prod' }],
    ['a bucket of the plan', { 'Fn::Join': ['', ['https://', { Ref: 'One' }, '.s3.', { Ref: 'AWS::Region' }, '.amazonaws.com']] }],
    ['the account’s own registry', { 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/${One}' }],
    ['a regional endpoint', { 'Fn::Sub': 'https://sqs.${AWS::Region}.${AWS::URLSuffix}' }],
    ['a resource’s own host', { 'Fn::Sub': 'postgres://u@${One.Endpoint.Address}:5432/dev' }],
    ['a bucket with the replica’s id', 'https://shop-files-r4f2a1.s3.amazonaws.com/a'],
  ] as const) {
    it(`takes ${what} for the plan’s own`, () => {
      expect(leaksOf(value as unknown as JsonValue)).to.deep.equal([])
    })
  }

  it('reads a megabyte of text in one pass', () => {
    const noise = [
      'x'.repeat(200_000),
      'a.b.c.d/'.repeat(25_000),
      'http://'.repeat(28_000),
      'arn:aws:'.repeat(25_000),
      '1.2.3.'.repeat(30_000),
    ]
    const leaks = leaksOf([...noise, 'https://api.partner.com'].join('\n'))
    expect(leaks.map((leak) => leak.found)).to.include('api.partner.com')
  }).timeout(2000)
})
