/** Something that code or a command names, and that may be a file of the pipeline's own. */
export type Reference =
  /** A file, as it is written. */
  | { kind: 'path'; path: string }
  /** A file without its ending: `import './score'`. */
  | { kind: 'script'; path: string }
  /** A Python module; `up` counts the dots before it. */
  | { kind: 'module'; name: string; up: number }
  /** A folder that Python modules are looked for in. */
  | { kind: 'module_path'; path: string }
  /** A folder whose files of code are all read. */
  | { kind: 'folder'; path: string }
  /** A shell line. */
  | { kind: 'shell'; line: string }
  | { kind: 'npm_script'; name: string; folder: string }
  | { kind: 'make_target'; name: string | undefined; file: string | undefined; folder: string }
  | { kind: 'dbt_models'; names: readonly string[]; project: string }
  | { kind: 'airflow_dag'; id: string }
  /** Code that the command itself holds. */
  | { kind: 'inline'; code: string; ending: string }
