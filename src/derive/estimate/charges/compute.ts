import type { JsonValue } from '../../../production/json.ts'
import { emrUplift, isMonthlyKind } from '../../facts/prices.ts'
import { type Charge, chargeHourly, chargeInstances, chargeMonthly, listOf, type Priced, type Pricers, recordOf } from '../charge.ts'

/** Machines: EC2, containers, clusters. */
export const computePricers: Pricers = {
  'AWS::EC2::Instance': (subject) => {
    const type = subject.text(subject.properties.InstanceType) ?? templateType(subject, subject.properties.LaunchTemplate)
    return [chargeInstances('ec2', type, 'minute'), ...volumes(subject)]
  },
  'AWS::EC2::Volume': ({ properties, text, number }) => [volume(text(properties.VolumeType), number(properties.Size))],
  'AWS::AutoScaling::AutoScalingGroup': (subject) => {
    const { properties, number } = subject
    const count = number(properties.DesiredCapacity) ?? number(properties.MinSize) ?? 1
    return count === 0 ? [] : [chargeInstances('ec2', groupType(subject), 'minute', count)]
  },
  'AWS::ECS::Service': fargate,
  'AWS::EKS::Cluster': () => [chargeHourly('control plane', 'eks-control-plane', 'hour')],
  'AWS::EKS::Nodegroup': ({ properties, text, number }) => {
    const { DesiredSize, MinSize } = recordOf(properties.ScalingConfig)
    const type = text(listOf(properties.InstanceTypes)[0]) ?? 't3.medium'
    return [chargeInstances('ec2', type, 'minute', number(DesiredSize) ?? number(MinSize) ?? 1)]
  },
  'AWS::EMR::Cluster': (subject) => {
    const { MasterInstanceGroup, CoreInstanceGroup, TaskInstanceGroups } = recordOf(subject.properties.Instances)
    const groups = [MasterInstanceGroup, CoreInstanceGroup, ...listOf(TaskInstanceGroups)].filter((group) => group !== undefined)
    return groups.length === 0
      ? [{ unpriced: 'its instance fleets are not known before' }]
      : groups.map((group) => emrGroup(subject, group))
  },
}

function emrGroup({ text, number }: Priced, group: JsonValue): Charge {
  const { InstanceType, InstanceCount } = recordOf(group)
  return chargeInstances('ec2', text(InstanceType), 'minute', number(InstanceCount) ?? 1, 1 + emrUplift)
}

function volumes({ properties, text, number }: Priced): Charge[] {
  return listOf(properties.BlockDeviceMappings).flatMap((mapping) => {
    const { Ebs } = recordOf(mapping)
    const { VolumeType, VolumeSize } = recordOf(Ebs)
    return Ebs === undefined ? [] : [volume(text(VolumeType), number(VolumeSize))]
  })
}

function volume(type = 'gp2', gibibytes: number | undefined): Charge {
  const kind = `ebs-${type}`
  if (gibibytes === undefined) return { unpriced: 'its volume is as large as its snapshot' }
  return isMonthlyKind(kind)
    ? chargeMonthly(`${gibibytes} GB ${type}`, kind, gibibytes)
    : { unpriced: `the price file has no ${type} volume` }
}

/** The instance type of a launch template (or launch configuration) of the same stack. */
function templateType({ text, sibling }: Priced, reference: JsonValue | undefined): string | undefined {
  const { LaunchTemplateId, LaunchTemplateName } = recordOf(reference)
  const { LaunchTemplateData } = sibling(LaunchTemplateId ?? LaunchTemplateName)?.Properties ?? {}
  return text(recordOf(LaunchTemplateData).InstanceType)
}

function groupType(subject: Priced): string | undefined {
  const { LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy } = subject.properties
  const { LaunchTemplateSpecification, Overrides } = recordOf(recordOf(MixedInstancesPolicy).LaunchTemplate)
  return (
    subject.text(subject.sibling(LaunchConfigurationName)?.Properties?.InstanceType) ??
    templateType(subject, LaunchTemplate) ??
    subject.text(recordOf(listOf(Overrides)[0]).InstanceType) ??
    templateType(subject, LaunchTemplateSpecification)
  )
}

/** Tasks on EC2 cost what their hosts cost. */
function fargate({ properties, text, number, sibling }: Priced): Charge[] {
  const isFargate = /FARGATE/.test(`${text(properties.LaunchType)} ${JSON.stringify(properties.CapacityProviderStrategy ?? '')}`)
  const count = number(properties.DesiredCount) ?? 1
  if (!isFargate || count === 0) return []
  const task = sibling(properties.TaskDefinition)?.Properties ?? {}
  const cpus = amountOf(text(task.Cpu), /vcpu/i)
  const gibibytes = amountOf(text(task.Memory), /gb/i)
  if (cpus === undefined || gibibytes === undefined) return [{ unpriced: 'the size of its task is not known before' }]
  const isArm = text(recordOf(task.RuntimePlatform).CpuArchitecture) === 'ARM64'
  const what = `${count === 1 ? '' : `${count} × `}Fargate`
  return [
    chargeHourly(`${what} ${cpus} vCPU`, isArm ? 'fargate-arm-vcpu' : 'fargate-vcpu', 'minute', cpus * count),
    chargeHourly(`${what} ${gibibytes} GB`, isArm ? 'fargate-arm-gb' : 'fargate-gb', 'minute', gibibytes * count),
  ]
}

/** `512` units of 1,024, or `.5 vCPU`, `1 GB`. */
function amountOf(text: string | undefined, unit: RegExp): number | undefined {
  const amount = Number.parseFloat(text ?? '')
  if (!(amount >= 0)) return undefined
  return unit.test(text ?? '') ? amount : amount / 1024
}
