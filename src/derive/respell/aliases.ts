/** Other texts by which AWS knows a resource, and the attribute that says the same of the replica's (`Ref` for Ref itself). */
export interface Alias {
  text: string
  attribute: string
}

/** `$r` region, `$a` account, `$p` partition, `$n` the resource's name or id. */
interface Form {
  attribute: string
  text: string
}

const arn = (attribute: string, text: string): Form => ({ attribute, text: `arn:$p:${text}` })

/** By type: ARNs and URLs made from the resource's name. Formats: AWS's service authorization reference. */
const forms: Readonly<Record<string, readonly Form[]>> = {
  'AWS::S3::Bucket': [arn('Arn', 's3:::$n')],
  'AWS::SQS::Queue': [arn('Arn', 'sqs:$r:$a:$n'), { attribute: 'Ref', text: 'https://sqs.$r.amazonaws.com/$a/$n' }],
  'AWS::SNS::Topic': [arn('Ref', 'sns:$r:$a:$n')],
  'AWS::DynamoDB::Table': [arn('Arn', 'dynamodb:$r:$a:table/$n')],
  'AWS::Kinesis::Stream': [arn('Arn', 'kinesis:$r:$a:stream/$n')],
  'AWS::KinesisFirehose::DeliveryStream': [arn('Arn', 'firehose:$r:$a:deliverystream/$n')],
  'AWS::Lambda::Function': [arn('Arn', 'lambda:$r:$a:function:$n')],
  'AWS::StepFunctions::StateMachine': [arn('Ref', 'states:$r:$a:stateMachine:$n')],
  'AWS::IAM::Role': [arn('Arn', 'iam::$a:role/$n')],
  'AWS::IAM::User': [arn('Arn', 'iam::$a:user/$n')],
  'AWS::IAM::InstanceProfile': [arn('Arn', 'iam::$a:instance-profile/$n')],
  'AWS::IAM::ManagedPolicy': [arn('Ref', 'iam::$a:policy/$n')],
  'AWS::Logs::LogGroup': [arn('Arn', 'logs:$r:$a:log-group:$n:*')],
  'AWS::Events::Rule': [arn('Arn', 'events:$r:$a:rule/$n')],
  'AWS::Events::EventBus': [arn('Arn', 'events:$r:$a:event-bus/$n')],
  'AWS::RDS::DBInstance': [arn('DBInstanceArn', 'rds:$r:$a:db:$n')],
  'AWS::RDS::DBCluster': [arn('DBClusterArn', 'rds:$r:$a:cluster:$n')],
  'AWS::KMS::Key': [arn('Arn', 'kms:$r:$a:key/$n')],
  'AWS::ECS::Cluster': [arn('Arn', 'ecs:$r:$a:cluster/$n')],
  'AWS::ECR::Repository': [arn('Arn', 'ecr:$r:$a:repository/$n'), { attribute: 'RepositoryUri', text: '$a.dkr.ecr.$r.amazonaws.com/$n' }],
  'AWS::CodeBuild::Project': [arn('Arn', 'codebuild:$r:$a:project/$n')],
}

/**
 * Texts made from a resource's physical id or name, with the pseudo parameters of production. An id that is itself an ARN or an
 * URL stands for its last part: `arn:aws:sns:…:orders`, `https://sqs…/orders`.
 */
export function aliasesOf(type: string, id: string, pseudo: Readonly<Record<string, string>>): Alias[] {
  const name = /^(arn:|https?:)/.test(id) ? (id.split(/[/:]/).at(-1) ?? id) : id
  const filled = (forms[type] ?? []).map(({ attribute, text }) => ({ attribute, text: fill(text, name, pseudo) }))
  return filled.filter(({ text }) => text !== id)
}

function fill(form: string, name: string, pseudo: Readonly<Record<string, string>>): string {
  const { 'AWS::Partition': p, 'AWS::Region': r, 'AWS::AccountId': a } = pseudo
  return form.replaceAll(/\$[pran]/g, (variable) => String({ $p: p, $r: r, $a: a, $n: name }[variable]))
}
