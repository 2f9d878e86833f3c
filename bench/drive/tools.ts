import { installPeer, type Peer } from './peers.ts'

export type Command = readonly [string, ...string[]]

/** One way to create and delete a stack: commands that are run one after the other. */
export interface Tool {
  name: ToolName
  /** What it is called with to tell its version. */
  program: Command
  create: readonly Command[]
  delete: readonly Command[]
  /** Its own express mode is left on, so that its stack is done sooner than everyone else's. */
  isExpress: boolean
}

export const toolNames = ['ours', 'ours-express', 'aws', 'aws-wait', 'sam', 'cdk'] as const
export type ToolName = (typeof toolNames)[number]

/** What each is, for the table. */
export const titles: Readonly<Record<ToolName, string>> = {
  ours: 'prod-replica',
  'ours-express': 'prod-replica, express mode',
  aws: 'aws deploy',
  'aws-wait': 'aws create-stack + wait',
  sam: 'sam deploy',
  cdk: 'cdk deploy --method direct',
}

/** Makes a tool ready, installing it below `folder` where it is missing. Its commands run in a folder that `stage.ts` fills. */
export async function prepareTool(name: ToolName, folder: string): Promise<Tool> {
  if (name === 'ours' || name === 'ours-express') return ours(name)
  const peer = name === 'aws-wait' ? 'aws' : (name satisfies Peer)
  return makers[name](await installPeer(peer, folder))
}

function ours(name: 'ours' | 'ours-express'): Tool {
  const program: Command = [process.execPath, `${process.cwd()}/dist/prod-replica.cjs`]
  return {
    name,
    program,
    create: [[...program, 'provision-replica', '--id', 'bench']],
    delete: [[...program, 'teardown', '--id', 'bench']],
    isExpress: name === 'ours-express',
  }
}

const stack = ['--stack-name', 'bench']

const makers: Readonly<Record<Exclude<ToolName, 'ours' | 'ours-express'>, (program: string) => Tool>> = {
  aws: (aws) => ({
    ...awsDeletion(aws),
    name: 'aws',
    create: [[aws, 'cloudformation', 'deploy', '--template-file', 'template.json', ...stack]],
  }),
  'aws-wait': (aws) => ({
    ...awsDeletion(aws),
    name: 'aws-wait',
    create: [
      [aws, 'cloudformation', 'create-stack', '--template-body', 'file://template.json', ...stack],
      [aws, 'cloudformation', 'wait', 'stack-create-complete', ...stack],
    ],
  }),
  sam: (sam) => ({
    name: 'sam',
    program: [sam],
    create: [[sam, 'deploy', '--template-file', 'template.json', ...stack, '--no-confirm-changeset', '--region', 'us-east-1']],
    delete: [[sam, 'delete', ...stack, '--no-prompts', '--region', 'us-east-1']],
    isExpress: false,
  }),
  cdk: (cdk) => ({
    name: 'cdk',
    program: [cdk],
    create: [[cdk, 'deploy', 'bench', ...cdkOptions, '--method', 'direct', '--require-approval', 'never']],
    delete: [[cdk, 'destroy', 'bench', ...cdkOptions, '--force']],
    isExpress: false,
  }),
}

const cdkOptions = ['--app', 'cdk.out', '--no-notices', '--no-version-reporting', '--progress', 'events']

function awsDeletion(aws: string): Pick<Tool, 'program' | 'delete' | 'isExpress'> {
  return {
    program: [aws],
    delete: [
      [aws, 'cloudformation', 'delete-stack', ...stack],
      [aws, 'cloudformation', 'wait', 'stack-delete-complete', ...stack],
    ],
    isExpress: false,
  }
}
