/**
 * Accounts that are AWS's own, by what they give, from the documentation named beside each: what they own can only be
 * read, or is AWS's own hand in our account. Accounts of vendors are not here: a team allows those by name.
 */
const awsAccounts: Readonly<Record<string, { source: string; accounts: readonly string[] }>> = {
  'load balancers that deliver their access logs, one account a region': {
    source: 'Elastic Load Balancing user guide: enable access logs, bucket policies by region',
    accounts: [
      ...['127311923021', '033677994240', '027434742980', '797873946194', '098369216593', '754344448648', '589379963580'],
      ...['718504428378', '383597477331', '600734575887', '114774131450', '783225319266', '582318560864', '985666609251'],
      ...['054676820928', '156460612806', '652711504416', '635631232127', '009996457667', '897822967062', '076674570225'],
      ...['507241528517', '048591011584', '190560391635', '638102146993', '037604701340'],
    ],
  },
  'container images of EKS add-ons': {
    source: 'Amazon EKS user guide: view Amazon container image registries',
    accounts: [
      ...['602401143452', '558608220178', '800184023465', '877085696533', '590381155156', '296578399912', '013241004608'],
      ...['151742754352', '918309763551', '961992271922'],
    ],
  },
  'deep learning containers': { source: 'AWS Deep Learning Containers: available images', accounts: ['763104351884'] },
  'images of SageMaker’s forecasting algorithm, one account a region': {
    source: 'Amazon SageMaker developer guide: Docker registry paths, DeepAR',
    accounts: [
      ...['522234722520', '566113047672', '632365934929', '156387875391', '286214385809', '514117268639', '475088953585'],
      ...['633353088612', '204372634319', '991648021394', '469771592824', '495149712605', '224300973850', '644912444149'],
      ...['749696950732', '669576153137', '249704162688', '855470959533', '226302683700', '390948362332', '387376663083'],
    ],
  },
  'the layer of Powertools for AWS Lambda': { source: 'Powertools for AWS Lambda: install', accounts: ['017000801446'] },
  'the layer of Lambda Insights': { source: 'CloudWatch user guide: Lambda Insights extension versions', accounts: ['580247275435'] },
  'the layer of AWS Distro for OpenTelemetry': { source: 'ADOT: Lambda layers', accounts: ['901920570463'] },
  'the layer of AWS SDK for pandas': { source: 'AWS SDK for pandas: AWS Lambda managed layers', accounts: ['336392948345'] },
  'the layer of the AWS AppConfig agent': {
    source: 'AWS AppConfig user guide: available versions of the Lambda extension',
    accounts: ['027255383542', '728743619870', '958113053741', '359756378197'],
  },
  'the layer of Parameters and Secrets': {
    source: 'Systems Manager user guide: Parameters and Secrets Lambda extension',
    accounts: ['177933569100', '590474943231', '997803712105', '345057560386'],
  },
  'rotation functions of Secrets Manager': {
    source: 'Secrets Manager user guide: rotation function templates in the Serverless Application Repository',
    accounts: ['297356227824'],
  },
}

const known: ReadonlySet<string> = new Set(Object.values(awsAccounts).flatMap((each) => each.accounts))

/** Whether an account id is documented by AWS as its own. */
export function isAwsAccount(account: string): boolean {
  return known.has(account)
}
