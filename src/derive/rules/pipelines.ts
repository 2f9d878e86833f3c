import { isMap } from '../edit.ts'
import { changed, leftOut, type Rule, shrunk } from '../rule.ts'

const reason = 'it would do production’s work a second time'

/** What data pipelines run on: Glue, Athena, EMR, Airflow, Batch, Step Functions. */
export const pipelineRules: readonly Rule[] = [
  leftOut(
    'catalog-setting-left-out',
    'an account has one of it: a second would replace production’s, and deleting it would turn that off',
    [...['Glue::DataCatalogEncryptionSettings', 'Glue::ResourcePolicy', 'LakeFormation::*', 'Glue::IdentityCenterConfiguration']],
  ),
  leftOut('integration-left-out', 'it copies production’s data by itself', [
    ...['Glue::Integration*', 'DataPipeline::*', 'DataZone::*', 'Omics::*', 'DataBrew::Schedule', 'EntityResolution::*', 'CleanRooms*'],
    ...['SSMGuiConnect::*', 'Kendra::DataSource', 'Bedrock::DataSource'],
  ]),
  changed('trigger-stopped', 'disabled', reason, {
    'Glue::Trigger': { set: { StartOnCreation: false } },
    'Glue::Crawler': { unset: ['Schedule'] },
    'Glue::TableOptimizer': { replace: { 'TableOptimizerConfiguration.Enabled': false } },
  }),
  shrunk('job-smallest', 'two workers, which is the least', {
    'Glue::Job': {
      replace: { NumberOfWorkers: 2, MaxCapacity: 2, AllocatedCapacity: 2, WorkerType: 'G.1X' },
      unset: ['NotificationProperty'],
    },
    'Glue::DevEndpoint': { replace: { NumberOfWorkers: 2, NumberOfNodes: 2, WorkerType: 'G.1X' } },
    'Glue::MLTransform': { replace: { NumberOfWorkers: 2, MaxCapacity: 2, WorkerType: 'G.1X' } },
    'Glue::Session': { replace: { NumberOfWorkers: 2, MaxCapacity: 2, WorkerType: 'G.1X' } },
    'DataBrew::Job': { replace: { MaxCapacity: 2 } },
  }),
  changed('work-group-deletable', 'disabled', 'nothing keeps it from being deleted', {
    'Athena::WorkGroup': { set: { RecursiveDeleteOption: true } },
  }),
  leftOut('capacity-left-out', 'it is paid for whether it is used or not', [
    'Athena::CapacityReservation',
    'Bedrock::ProvisionedModelThroughput',
  ]),
  changed('cluster-without-steps', 'disabled', 'its steps would run when it is created', {
    'EMR::Cluster': { replace: { 'Instances.TerminationProtected': false }, unset: ['Steps', 'Instances.UnhealthyNodeReplacement'] },
  }),
  leftOut('step-left-out', 'it would run when it is created', ['EMR::Step']),
  shrunk('cluster-smallest', 'one instance of each kind that it needs, and it does not grow', {
    'EMR::Cluster': {
      replace: {
        'Instances.MasterInstanceGroup.InstanceCount': 1,
        'Instances.CoreInstanceGroup.InstanceCount': 1,
        'Instances.MasterInstanceFleet.TargetOnDemandCapacity': 1,
        'Instances.CoreInstanceFleet.TargetOnDemandCapacity': 1,
      },
      unset: [
        ...['ManagedScalingPolicy', 'AutoScalingRole', 'Instances.TaskInstanceGroups', 'Instances.TaskInstanceFleets'],
        ...['Instances.CoreInstanceGroup.AutoScalingPolicy', 'Instances.MasterInstanceGroup.AutoScalingPolicy', 'PlacementGroupConfigs'],
        ...['Instances.CoreInstanceFleet.TargetSpotCapacity', 'Instances.MasterInstanceFleet.TargetSpotCapacity'],
      ],
    },
    'EMR::InstanceGroupConfig': { replace: { InstanceCount: 1 }, unset: ['AutoScalingPolicy'] },
    'EMR::InstanceFleetConfig': { replace: { TargetOnDemandCapacity: 1, TargetSpotCapacity: 0 } },
  }),
  shrunk('airflow-smallest', 'the smallest environment, with one worker', {
    'MWAA::Environment': {
      set: { EnvironmentClass: 'mw1.small', MaxWorkers: 1, MinWorkers: 1 },
      unset: ['Schedulers', 'MinWebservers', 'MaxWebservers'],
    },
  }),
  {
    name: 'airflow-closed',
    types: ['AWS::MWAA::Environment'],
    decide: () => ({
      kind: 'disabled',
      reason: 'its schedules wait to be started, and nobody reaches it from outside',
      set: { WebserverAccessMode: 'PRIVATE_ONLY' },
      edit: {
        AirflowConfigurationOptions: (options) => ({ ...(isMap(options) ? options : {}), 'core.dags_are_paused_at_creation': 'True' }),
      },
    }),
  },
  shrunk('queue-smallest', 'no processors wait for work, and few do it', {
    'Batch::ComputeEnvironment': {
      replace: {
        'ComputeResources.MinvCpus': 0,
        'ComputeResources.DesiredvCpus': 0,
        'ComputeResources.MaxvCpus': 4,
        UnmanagedvCpus: 0,
      },
    },
  }),
  changed('machine-untraced', 'disabled', 'it writes no traces and logs', {
    'StepFunctions::StateMachine': { unset: ['TracingConfiguration', 'LoggingConfiguration'] },
  }),
]
