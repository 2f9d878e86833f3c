import { leftOut, type Rule } from '../decide/rule.ts'

/** Continuous delivery and what moves data: both act on production by themselves. */
export const deliveryRules: readonly Rule[] = [
  leftOut('deployment-left-out', 'it starts by itself when it is created, and deploys to production', [
    ...['CodePipeline::*', 'CodeDeploy::*', 'CodeConnections::*', 'CodeStar*', 'CodeBuild::*', 'CodeCommit::*', 'Proton::*', 'Greengrass*'],
    ...['AppConfig::Deployment', 'AppConfig::ExperimentRun', 'LaunchWizard::*'],
  ]),
  leftOut('transfer-left-out', 'it moves data into or out of production', [
    ...['DMS::*', 'Transfer::*', 'AppFlow::*', 'DataSync::*', 'DataExchange::*', 'B2BI::*', 'AppFabric::*', 'SCN::*', 'HealthLake::*'],
  ]),
]
