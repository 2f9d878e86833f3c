import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { createFiles } from '../../../src/adapters/files.ts'
import { editedPlaces } from '../../../src/rehearsal/code/edited.ts'
import { readCodeFiles } from '../../../src/rehearsal/code/own-files.ts'
import { type Checkout, makeCheckout } from '../../support/checkout.ts'

describe('the files of a pipeline', () => {
  let checkout: Checkout

  before(() => {
    checkout = makeCheckout({
      'pipelines/a.R': 'source("lib/scores.R")\nsource(here::here("R", "plots.R"))\nfor (f in list.files("sql")) run(f)',
      'pipelines/b.py': 'from scores.read import load\nfrom . import near\nimport sys\nsys.path.insert(0, "vendored")\nimport grades',
      'pipelines/c.mjs':
        "import { judge } from './judge.mjs'\nconst sql = readFileSync(join(here, '..', 'sql', 'means.sql'))\nawait import('./late')",
      'pipelines/judge.mjs': "import './shared/types.js'",
      'pipelines/shared/types.ts': 'export {}',
      'pipelines/late.ts': '',
      'pipelines/near.py': '',
      'lib/scores.R': '',
      'R/plots.R': '',
      'sql/means.sql': 'SELECT 1',
      'scores/__init__.py': '',
      'scores/read.py': '',
      'scores/__main__.py': 'import scores.read',
      'vendored/grades.py': '',
      'job.sh': 'set -e\ncd pipelines\npython3 b.py\n# python3 unused.py\n',
      'unused.py': '',
      Makefile: 'all: report\nreport: means\n\tRscript pipelines/a.R\nmeans:\n\tpsql -f sql/means.sql\n',
      'package.json': '{"scripts": {"prereport": "node pipelines/judge.mjs", "report": "node pipelines/c.mjs"}}',
      'dags/nightly.py':
        'from airflow import DAG\nwith DAG("nightly"):\n  BashOperator(bash_command="Rscript /opt/airflow/lib/scores.R --all")',
      'dags/other.py': 'from airflow import DAG\nwith DAG("weekly"): pass',
      'dbt/models/marts/ela.sql': "select * from {{ ref('stage') }}",
      'dbt/models/stage.sql': 'select 1',
      'dbt/models/stage.yml': 'models: []',
      'dbt/models/unrelated.sql': 'select 2',
      'replica.yml': 'pipelines:\n  - name: x\n    run: psql -c "SELECT test_score FROM ela_scores"\n  - name: y\n',
      'big.py': 'x'.repeat(1_000_001),
      'loop/one.R': 'source("loop/two.R")',
      'loop/two.R': 'source("loop/one.R")',
    })
    symlinkSync('/etc/passwd', join(checkout.folder, 'secrets.py'))
    symlinkSync(join(checkout.folder, 'unused.py'), join(checkout.folder, 'link.py'))
  })
  after(() => checkout.remove())

  const filesOf = async (run: string) => {
    const ports = { files: createFiles(checkout.folder), folder: checkout.folder }
    return [...(await readCodeFiles({ kind: 'command', run }, checkout.folder, ports)).keys()].sort()
  }

  for (const [run, files] of [
    ['Rscript pipelines/a.R', ['R/plots.R', 'lib/scores.R', 'pipelines/a.R', 'sql/means.sql']],
    ['python3 pipelines/b.py', ['pipelines/b.py', 'pipelines/near.py', 'scores/__init__.py', 'scores/read.py', 'vendored/grades.py']],
    ['PYTHONPATH=vendored python -m grades', ['vendored/grades.py']],
    ['python -m scores', ['scores/__init__.py', 'scores/__main__.py', 'scores/read.py']],
    [
      'timeout 60 node pipelines/c.mjs > out.log',
      ['pipelines/c.mjs', 'pipelines/judge.mjs', 'pipelines/late.ts', 'pipelines/shared/types.ts', 'sql/means.sql'],
    ],
    ['bash job.sh', ['job.sh', 'pipelines/b.py', 'pipelines/near.py', 'scores/__init__.py', 'scores/read.py', 'vendored/grades.py']],
    ['sh -c "psql -f sql/means.sql"', ['sql/means.sql']],
    ['make -j2 report', ['Makefile', 'R/plots.R', 'lib/scores.R', 'pipelines/a.R', 'sql/means.sql']],
    ['npm run report', ['pipelines/c.mjs', 'pipelines/judge.mjs', 'pipelines/late.ts', 'pipelines/shared/types.ts', 'sql/means.sql']],
    ['airflow dags test nightly 2024-01-01', ['dags/nightly.py', 'lib/scores.R']],
    ['cd dbt && dbt run --select +ela', ['dbt/models/marts/ela.sql', 'dbt/models/stage.sql', 'dbt/models/stage.yml']],
    ['psql -c "SELECT test_score FROM ela_scores"', ['replica.yml']],
    ['Rscript loop/one.R', ['loop/one.R', 'loop/two.R']],
    ['python3 link.py', ['link.py']],
    ['python3 secrets.py', []],
    ['python3 ../../etc/hosts.py && cat /etc/passwd', []],
    ['python3 big.py', []],
    ["python3 '", []],
  ] as const) {
    it(`of \`${run}\` are ${files.length === 0 ? 'none' : files.join(', ')}`, async () => {
      expect(await filesOf(run)).to.deep.equal(files)
    })
  }

  it('are edited where the base has them otherwise', () => {
    const [base, now] = [
      new Map([
        ['a', 'x\ny'],
        ['b', 'x'],
      ]),
      new Map([
        ['a', 'x\nz'],
        ['b', 'x'],
      ]),
    ]
    expect(editedPlaces(base, now)).to.deep.equal([{ file: 'a', line: 2 }])
  })
})
