import { ServiceError } from '../../protocol/service-error.ts'
import type { ParameterRecord, Table, World } from '../../types.ts'
import type { JsonOperation } from '../json-service.ts'
import { demandText } from '../json-service.ts'

/** The operations on parameters. */
export const parameterOperations: Readonly<Record<string, JsonOperation>> = {
  async PutParameter(input, world) {
    const name = demandText(input, 'Name')
    if (parametersOf(world).get(name) !== undefined && input.Overwrite !== true) {
      const text = 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.'
      throw new ServiceError('ParameterAlreadyExists', text)
    }
    const type = input.Type === 'StringList' || input.Type === 'SecureString' ? input.Type : 'String'
    await parametersOf(world).put(name, { name, type, value: demandText(input, 'Value') })
    return { Version: 1, Tier: 'Standard' }
  },

  GetParameter(input, world) {
    const name = demandText(input, 'Name')
    const record = parametersOf(world).get(name)
    if (record === undefined) throw new ServiceError('ParameterNotFound', `Parameter ${name} not found.`)
    return { Parameter: formatParameter(world, record) }
  },

  GetParameters(input, world) {
    const names = Array.isArray(input.Names) ? input.Names.map(String) : []
    const found = names.map((name) => parametersOf(world).get(name)).filter((record) => record !== undefined)
    const InvalidParameters = names.filter((name) => parametersOf(world).get(name) === undefined)
    return { Parameters: found.map((record) => formatParameter(world, record)), InvalidParameters }
  },

  async DeleteParameter(input, world) {
    const name = demandText(input, 'Name')
    if (parametersOf(world).get(name) === undefined) throw new ServiceError('ParameterNotFound', `Parameter ${name} not found.`)
    await parametersOf(world).remove(name)
    return {}
  },
}

function parametersOf(world: World): Table<ParameterRecord> {
  return world.state.table<ParameterRecord>('ssm-parameters')
}

function formatParameter(world: World, { name, type, value }: ParameterRecord) {
  const path = name.startsWith('/') ? name : `/${name}`
  const ARN = `arn:${world.partition}:ssm:${world.region}:${world.account}:parameter${path}`
  return { Name: name, Type: type, Value: value, Version: 1, ARN, DataType: 'text' }
}
