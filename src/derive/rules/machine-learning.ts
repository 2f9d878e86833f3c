import { leftOut, type Rule } from '../decide/rule.ts'

/** SageMaker: endpoints, notebooks and domains are paid by the hour. */
export const machineLearningRules: readonly Rule[] = [
  leftOut('model-host-left-out', 'it is paid by the hour, and nothing waits for its answers', [
    ...['SageMaker::Endpoint', 'SageMaker::EndpointConfig', 'SageMaker::NotebookInstance', 'SageMaker::Domain', 'SageMaker::App'],
    ...['SageMaker::UserProfile', 'SageMaker::Space', 'SageMaker::Cluster', 'SageMaker::MonitoringSchedule', 'SageMaker::Inference*'],
    ...['SageMaker::Model*Definition', 'SageMaker::ModelBiasJobDefinition', 'SageMaker::ModelExplainabilityJobDefinition'],
    ...['SageMaker::ModelQualityJobDefinition', 'SageMaker::DataQualityJobDefinition', 'SageMaker::ProcessingJob', 'SageMaker::Device*'],
    ...['SageMaker::ComputeQuota', 'SageMaker::ClusterSchedulerConfig', 'SageMaker::MlflowTrackingServer', 'SageMaker::PartnerApp'],
    ...['SageMaker::StudioLifecycleConfig', 'LookoutEquipment::*', 'LookoutVision::*', 'Personalize::*', 'Forecast::*', 'FraudDetector::*'],
    ...['Comprehend::*', 'Panorama::*', 'Kendra::Index', 'Kendra::Faq'],
  ]),
]
