import type { Pattern } from './shape.ts'

/** Columns of a store, as a key of `mask`. PostgreSQL names are at most 63 characters, Redshift's 127. */
export const columnName: Pattern = {
  source: '^([a-z][a-z0-9_]*|\\*)(\\.[^.\\s]{1,127}){3}$',
  expected: 'a column written as store.schema.table.column, where * stands for any text',
}
export const storeName: Pattern = { source: '^[a-z][a-z0-9_]{0,39}$', expected: 'a name of small letters, digits and _ (a letter first)' }
export const pipelineName: Pattern = {
  source: '^[a-z0-9][a-z0-9_.-]{0,79}$',
  expected: 'a name of small letters, digits, _, . and -',
}
export const stackName: Pattern = {
  source: '^[A-Za-z][A-Za-z0-9-]{0,127}$',
  expected: 'a stack name: letters, digits and hyphens, a letter first',
}
export const logicalId: Pattern = { source: '^[A-Za-z0-9]{1,255}$', expected: 'a logical id: letters and digits' }
export const resourceName: Pattern = {
  source: '^([A-Za-z][A-Za-z0-9-]{0,127}/([A-Za-z0-9]{1,255}/){0,20})?[A-Za-z0-9]{1,255}$',
  expected: 'a logical id such as AppDatabase, or Stack/LogicalId',
}
export const regionName: Pattern = { source: '^[a-z]{2,4}(-[a-z]+)+-[0-9]$', expected: 'a region such as us-east-1' }
export const hostName: Pattern = {
  source: '^[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))+$',
  expected: 'a host name such as app-db.xyz.us-east-1.rds.amazonaws.com',
}
export const instanceClass: Pattern = { source: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$', expected: 'an instance class such as db.t4g.micro' }
export const roleArn: Pattern = {
  source: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}$',
  expected: 'the ARN of a role such as arn:aws:iam::123456789012:role/ci',
}
export const accountId: Pattern = { source: '^[0-9]{12}$', expected: 'an account of 12 digits, in quotes' }
export const email: Pattern = {
  source: '^([^<>@\\s]+|[^<>@\\r\\n]*<[^<>@\\s]+)@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+>?$',
  expected: 'an e-mail address such as data-team@example.com',
}
export const mailServer: Pattern = {
  source: '^([A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))*|[0-9a-fA-F:]*:[0-9a-fA-F:.]+)$',
  expected: 'a host name or address such as smtp.example.com',
}
export const variableName: Pattern = {
  source: '^[A-Z_][A-Z0-9_]{1,127}$',
  expected: 'the name of an environment variable, in capitals such as SMTP_PASSWORD, never the value itself',
  isDiscreet: true,
}
export const databaseName: Pattern = { source: '^[^\\s"\']{1,127}$', expected: 'the name of a database' }
export const ruleName: Pattern = { source: '^[A-Z][A-Z0-9_]*$', expected: 'the name of a rule such as OUTPUT_SAME' }
export const tableName: Pattern = { source: '^[^.\\s]{1,127}\\.[^.\\s]{1,127}$', expected: 'a table written as schema.table' }
export const revisionName: Pattern = { source: '^[A-Za-z0-9_][A-Za-z0-9_./@^~-]*$', expected: 'a branch, tag or commit' }
/** Outside the checkout only what is named, folder by folder: those files are taken away between runs. */
export const outputFile: Pattern = {
  source: '^(?!.*(?:^|/)\\.\\.(?:/|$))(?!.*[\\r\\n])(?:(?!/).{1,500}|(?!.*\\*\\*)(?:/[^/*?]{1,255}){1,20}/[^/]{1,255})$',
  expected: 'a file or pattern such as reports/*.csv, without "..", or an absolute path with * and ? in the name of the file only',
}
