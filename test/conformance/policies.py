"""Reads {name: policy document} from the file named first, and prints what parliament finds in each, as [name, issue, detail]."""

import json
import sys

from parliament import analyze_policy_string

findings = []
for name, document in json.load(open(sys.argv[1], encoding="utf-8")).items():
    for finding in analyze_policy_string(json.dumps(document)).findings:
        findings.append([name, finding.issue, json.dumps(finding.detail)])
print(json.dumps(findings))
