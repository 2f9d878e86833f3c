import type { JsonValue } from '../../production/json.ts'
import { atMost, isMap } from '../decide/edit.ts'
import { changed, leftOut, type Rule, shrunk } from '../decide/rule.ts'

const two = atMost(2)
const one = atMost(1)

/** Streaming jobs have a smaller one, and Ray another. */
function smallWorker(type: JsonValue | undefined): JsonValue | undefined {
  return typeof type === 'string' && /^(G|R)\.[1-9]/.test(type) ? 'G.1X' : type
}

const emrTypes = ['Instances.MasterInstanceGroup.InstanceType', 'Instances.CoreInstanceGroup.InstanceType']

/** EMR starts from xlarge on; the processor's family stays. */
function smallNode(type: JsonValue | undefined): JsonValue | undefined {
  if (typeof type !== 'string' || !/\.\d+xlarge$|metal/.test(type)) return type
  return /^[a-z]+\d+[a-z]*g/.test(type.split('.')[0] ?? '') ? 'm6g.xlarge' : 'm5.xlarge'
}

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
  shrunk('job-smallest', 'two workers at most', {
    'Glue::Job': {
      edit: { NumberOfWorkers: two, MaxCapacity: two, AllocatedCapacity: two, WorkerType: smallWorker },
      unset: ['NotificationProperty'],
    },
    'Glue::DevEndpoint': { edit: { NumberOfWorkers: two, NumberOfNodes: two, WorkerType: smallWorker } },
    'Glue::MLTransform': { edit: { NumberOfWorkers: two, MaxCapacity: two, WorkerType: smallWorker } },
    'Glue::Session': { edit: { NumberOfWorkers: two, MaxCapacity: two, WorkerType: smallWorker } },
    'DataBrew::Job': { edit: { MaxCapacity: two } },
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
      edit: {
        ...Object.fromEntries(emrTypes.map((path) => [path, smallNode])),
        'Instances.MasterInstanceGroup.InstanceCount': one,
        'Instances.CoreInstanceGroup.InstanceCount': one,
        'Instances.MasterInstanceFleet.TargetOnDemandCapacity': one,
        'Instances.CoreInstanceFleet.TargetOnDemandCapacity': one,
        'Instances.MasterInstanceFleet.TargetSpotCapacity': one,
        'Instances.CoreInstanceFleet.TargetSpotCapacity': one,
      },
      unset: [
        ...['ManagedScalingPolicy', 'AutoScalingRole', 'Instances.TaskInstanceGroups', 'Instances.TaskInstanceFleets'],
        ...['Instances.CoreInstanceGroup.AutoScalingPolicy', 'Instances.MasterInstanceGroup.AutoScalingPolicy', 'PlacementGroupConfigs'],
        ...['Instances.MasterInstanceFleet.TargetSpotCapacity'],
      ],
    },
    'EMR::InstanceGroupConfig': { edit: { InstanceCount: one, InstanceType: smallNode }, unset: ['AutoScalingPolicy'] },
    'EMR::InstanceFleetConfig': { edit: { TargetOnDemandCapacity: one, TargetSpotCapacity: one } },
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
        UnmanagedvCpus: 0,
      },
      edit: { 'ComputeResources.MaxvCpus': atMost(4) },
    },
  }),
  changed('machine-untraced', 'disabled', 'it writes no traces and logs', {
    'StepFunctions::StateMachine': { unset: ['TracingConfiguration', 'LoggingConfiguration'] },
  }),
]
