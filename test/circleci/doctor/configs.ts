/** The four jobs with teardown after any end of what comes before. */
export const separateJobs = `version: 2.1
orbs:
  rehearsal: acme/prod-replica@1.2
workflows:
  check:
    jobs:
      - rehearsal/preflight: {name: lint}
      - rehearsal/provision-replica
      - rehearsal/run-integration:
          requires: [rehearsal/provision-replica]
      - rehearsal/teardown:
          name: clean up
          requires:
            - rehearsal/provision-replica: terminal
            - rehearsal/run-integration: terminal
  nightly:
    triggers: [{schedule: {cron: "0 3 * * *", filters: {branches: {only: main}}}}]
    jobs: [rehearsal/reap]
`

/** Written without the orb: a job that makes the replica and works on it, and one that deletes it. */
export const byHand = `version: 2.1
commands:
  clean:
    steps:
      - run: npx prod-replica teardown --config ci/replica.yml
jobs:
  work:
    docker: [{image: cimg/node:22.14}]
    steps:
      - checkout
      - run: |
          set -eu
          npx prod-replica@1 provision-replica \\
            --ttl 2h
          npx prod-replica run-integration
      - run: {command: npx prod-replica teardown, when: always}
  clean:
    docker: [{image: cimg/node:22.14}]
    steps: [checkout, clean]
workflows:
  main:
    jobs:
      - work
      - clean: {requires: [{work: [success, failed, canceled]}]}
`

/** Provisioning and the run in a group, which others see as a success or as not run. */
export const grouped = `version: 2.1
orbs: {prod-replica: acme/prod-replica@1}
job-groups:
  rehearse:
    serial-group: replicas
    jobs:
      - prod-replica/provision-replica
      - prod-replica/run-integration: {requires: [prod-replica/provision-replica]}
workflows:
  main:
    jobs:
      - rehearse
      - prod-replica/teardown: {requires: [{rehearse: terminal}]}
`
