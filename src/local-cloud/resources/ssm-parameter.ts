import type { ParameterRecord, ResourceHandler, ResourceOutcome, ResourceRequest } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { generateName, textOf } from './properties.ts'

/** AWS::SSM::Parameter: Ref gives its name. */
export const ssmParameter: ResourceHandler = {
  async create(request, world) {
    const name = textOf(request.properties, 'Name') ?? `CFN-${generateName(request, world, 120)}`
    const table = world.state.table<ParameterRecord>('ssm-parameters')
    if (table.get(name) !== undefined) throw new ResourceFailure(`${name} already exists.`)
    const record = toRecord(name, request)
    await table.put(name, record)
    return outcome(record)
  },

  async update(physicalId, request, world) {
    const record = toRecord(physicalId, request)
    await world.state.table<ParameterRecord>('ssm-parameters').put(physicalId, record)
    return outcome(record)
  },

  async delete(physicalId, _request, world) {
    await world.state.table<ParameterRecord>('ssm-parameters').remove(physicalId)
  },
}

function toRecord(name: string, { properties }: ResourceRequest): ParameterRecord {
  const type = textOf(properties, 'Type')
  if (type !== 'String' && type !== 'StringList')
    throw new ResourceFailure(`Parameter type ${type ?? ''} is not supported: use String or StringList.`)
  return { name, type, value: textOf(properties, 'Value') ?? '' }
}

function outcome({ name, type, value }: ParameterRecord): ResourceOutcome {
  return { physicalId: name, attributes: { Type: type, Value: value } }
}
