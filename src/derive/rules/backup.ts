import { leftOut, type Rule } from '../decide/rule.ts'

/** Backups by schedule and by tag. */
export const backupRules: readonly Rule[] = [
  leftOut('backup-left-out', 'it copies by tags, which may reach production, and leaves copies behind', [
    ...['Backup::*', 'BackupGateway::*', 'DLM::*', 'Rbin::*', 'DRS::*', 'MGN::*'],
  ]),
]
