import { isPublicBucket } from './public-sources.ts'

const awsSuffix = /\.(?:amazonaws\.com(?:\.cn)?|on\.aws|api\.aws|sagemaker\.aws)$/
/** Every host under these is one customer's. */
const customerSuffix =
  /\.(?:cloudfront\.net|elasticbeanstalk\.com|awsapprunner\.com|awsglobalaccelerator\.com|amazoncognito\.com|amplifyapp\.com|awsapps\.com|sagemaker\.aws|on\.aws)$/
const region = /^(?:us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso|us-isob)-[a-z]+-\d$/
const s3 = /^s3(?:$|-|\.)/
/** Services whose hosts name one resource before the service: `name.region.rds`, `name.execute-api.region`. */
const resourceServices: ReadonlySet<string> = new Set([
  ...['rds', 'redshift', 'redshift-serverless', 'cache', 'es', 'aoss', 'execute-api', 'elb', 'compute', 'compute-1', 'kafka'],
  ...['kafka-serverless', 'neptune', 'docdb', 'docdb-elastic', 'mq', 'iot', 'appsync-api', 'appsync-realtime-api', 'lambda-url', 'efs'],
  ...['fsx', 'vpce', 'airflow', 'memorydb', 'dax-clusters', 'timestream-influxdb', 'cloudsearch', 'eks', 'opensearch', 'server.transfer'],
])
/** First labels of such services that are the service’s own. */
const serviceLabels: ReadonlySet<string> = new Set([
  'data',
  'api',
  'prod',
  'www',
  'fips',
  'dualstack',
  'credentials',
  'jobs',
  'env',
  'ops',
  'monitoring',
  'logging',
  'export',
  'batchoperations',
  'greengrass-ats',
  'pods',
  'storage-lens',
])

/** Whether a host is AWS's, whoever's resource it names. */
export function isAwsHost(host: string): boolean {
  return awsSuffix.test(host) || customerSuffix.test(host)
}

/**
 * The part of an AWS host (with its path, for buckets and queues) that names one account's resource; undefined for service
 * principals and regional endpoints, and where the resource is the replica's own (a part that is not known yet).
 */
export function resourceHost(host: string, path: string): string | undefined {
  if (customerSuffix.test(host)) return /^[^.]*[\uE000\uE001]/.test(host) ? undefined : host
  const labels = host.replace(awsSuffix, '').split('.')
  const at = labels.findIndex((label) => s3.test(label))
  if (at >= 0) return at === 0 ? bucketInPath(host, path) : bucketInHost(labels.slice(0, at).join('.'), host)
  if (labels.includes('sqs') || labels.includes('queue')) return queueInPath(host, path)
  if (labels.includes('ecr') && labels.includes('dkr')) return /^\d{12}$/.test(labels[0] ?? '') ? host : undefined
  return namesResource(labels) ? host : undefined
}

function namesResource(labels: readonly string[]): boolean {
  const isResourceService = labels.some((label) => resourceServices.has(label))
  const others = labels.filter((label) => !resourceServices.has(label) && !region.test(label) && !serviceLabels.has(label))
  return isResourceService && others.length > 0 && !others.some((label) => /[\uE000\uE001$]/.test(label))
}

function bucketInHost(bucket: string, host: string): string | undefined {
  return /[\uE000\uE001]/.test(bucket) || isPublicBucket(bucket) || serviceLabels.has(bucket) || region.test(bucket) ? undefined : host
}

function bucketInPath(host: string, path: string): string | undefined {
  const bucket = /^\/([a-z0-9][a-z0-9.-]{2,62})(?=$|\/|\?)/.exec(path)?.[1]
  return bucket === undefined || isPublicBucket(bucket) ? undefined : `${host}/${bucket}`
}

function queueInPath(host: string, path: string): string | undefined {
  const queue = /^\/\d{12}\/[\w.-]+/.exec(path)?.[0]
  return queue === undefined ? undefined : `${host}${queue}`
}
