"""Runs the same templates on the local cloud and on moto, which this project did not write, and compares what comes out.

Arguments: the endpoint of the local cloud, the endpoint of moto. Prints one line a case; exit code 1 if any differs.

Where moto is known to differ from what AWS documents, the case says so and holds what AWS documents:
- A parameter of the type CommaDelimitedList is a list for AWS's functions; moto joins and selects its characters.
  Compared with a list in the template in its place.
- moto lists a resource whose condition is false, without a name; AWS lists it not at all.
- moto answers CreateStack of a broken template with codes and texts of its own, so only the refusal is compared.
- moto keeps a change set without changes AVAILABLE; AWS fails it, and its CLI relies on that. Not compared.
- moto knows nothing of DisableRollback, OnFailure and events of resources that are being made. Not compared.
- moto's ListImports ends in an internal error. Not compared.
- Fn::GetAZs gives each one's own list of zones; only its first is compared.
- Fn::Cidr is unknown to moto, and Fn::Length, Fn::ToJsonString and the default of Fn::FindInMap are extensions that it
  leaves as they are. The unit tests hold them against AWS's documentation.
"""

import json
import sys
import time

import boto3
from botocore.exceptions import ClientError


def client(endpoint):
    return boto3.client("cloudformation", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")


SIDES = {"local": client(sys.argv[1]), "moto": client(sys.argv[2])}
TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::Sub": "${AWS::StackName}-topic"}}}


def outputs(**values):
    return {name: {"Value": value} for name, value in values.items()}


CASES = {
    "texts": {
        "Parameters": {"Name": {"Type": "String", "Default": "shop"}},
        "Mappings": {"Sizes": {"us-east-1": {"small": "t3.small"}}},
        "Resources": {"Topic": TOPIC},
        "Outputs": outputs(
            Ref={"Ref": "Name"},
            Join={"Fn::Join": ["-", [{"Ref": "Name"}, "x", {"Ref": "AWS::Region"}]]},
            JoinList={"Fn::Join": ["+", {"Fn::Split": [",", "a,b,c"]}]},
            Sub={"Fn::Sub": "${Name}/${AWS::StackName}/${!Literal}"},
            SubMap={"Fn::Sub": ["${A}-${Name}", {"A": {"Fn::Select": [2, ["a", "b", "c"]]}}]},
            Split={"Fn::Select": [1, {"Fn::Split": [".", "one.two.three"]}]},
            Select={"Fn::Select": ["0", {"Fn::Split": [",", {"Fn::Sub": "${Name},b"}]}]},
            Map={"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "small"]},
            Base64={"Fn::Base64": {"Fn::Sub": "#!/bin/sh\necho ${Name}"}},
            Zone={"Fn::Select": [0, {"Fn::GetAZs": ""}]},
            Topic={"Fn::GetAtt": ["Topic", "TopicName"]},
            Suffix={"Ref": "AWS::URLSuffix"},
            Partition={"Ref": "AWS::Partition"},
        ),
    },
    "conditions": {
        "Parameters": {"Stage": {"Type": "String", "Default": "prod"}},
        "Conditions": {
            "Prod": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
            "NotProd": {"Fn::Not": [{"Condition": "Prod"}]},
            "Both": {"Fn::And": [{"Condition": "Prod"}, {"Condition": "NotProd"}]},
            "Either": {"Fn::Or": [{"Condition": "Prod"}, {"Condition": "NotProd"}]},
        },
        "Resources": {
            "Topic": TOPIC,
            "Absent": {"Type": "AWS::SQS::Queue", "Condition": "NotProd"},
            "Present": {"Type": "AWS::SQS::Queue", "Condition": "Either", "Properties": {"QueueName": {"Fn::If": ["Prod", "yes", "no"]}}},
        },
        "Outputs": {
            "Both": {"Value": {"Fn::If": ["Both", "both", "not both"]}},
            "Queue": {"Value": {"Fn::GetAtt": ["Present", "QueueName"]}},
            "Absent": {"Value": "absent", "Condition": "NotProd"},
        },
    },
    "exports": {
        "Resources": {"Topic": TOPIC},
        "Outputs": {"Name": {"Value": "exported-value", "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-value"}}}},
    },
    "imports": {
        "Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::ImportValue": "exports-value"}}}},
        "Outputs": outputs(Queue={"Fn::GetAtt": ["Queue", "QueueName"]}, Value={"Fn::ImportValue": "exports-value"}),
    },
}

REFUSED = {
    "no resources": {"Outputs": outputs(A="a")},
    "missing parameter": {"Parameters": {"P": {"Type": "String"}}, "Resources": {"Topic": TOPIC}},
}


def settle(side, name):
    for _ in range(600):
        stack = side.describe_stacks(StackName=name)["Stacks"][0]
        if not stack["StackStatus"].endswith("_IN_PROGRESS"):
            return stack
        time.sleep(0.02)
    raise TimeoutError(name)


def facts(side, name):
    stack = settle(side, name)
    resources = side.describe_stack_resources(StackName=name)["StackResources"]
    return {
        "status": stack["StackStatus"],
        "parameters": {p["ParameterKey"]: p["ParameterValue"] for p in stack.get("Parameters", [])},
        "outputs": {o["OutputKey"]: [o["OutputValue"], o.get("ExportName")] for o in stack.get("Outputs", [])},
        "resources": sorted([r["LogicalResourceId"], r["ResourceType"], r["ResourceStatus"]] for r in resources if "LogicalResourceId" in r),
    }


def create(side, name):
    side.create_stack(StackName=name, TemplateBody=json.dumps(CASES[name]))
    return facts(side, name)


def change_set(side, _):
    """A stack made by one change set and changed by another."""
    first = {"Resources": {"A": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "cs-a"}}}}
    second = {"Resources": {**first["Resources"], "B": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "cs-b"}}}}
    found = []
    for kind, template in (("CREATE", first), ("UPDATE", second)):
        side.create_change_set(StackName="changed", ChangeSetName=kind.lower(), ChangeSetType=kind, TemplateBody=json.dumps(template))
        shown = side.describe_change_set(StackName="changed", ChangeSetName=kind.lower())
        changes = [c["ResourceChange"] for c in shown["Changes"]]
        found.append([shown["Status"], shown["ExecutionStatus"], [[c["Action"], c["LogicalResourceId"]] for c in changes]])
        side.execute_change_set(StackName="changed", ChangeSetName=kind.lower())
        found.append(settle(side, "changed")["StackStatus"])
    return found


def exported(side, _):
    return [[e["Name"], e["Value"]] for e in side.list_exports()["Exports"]]


def refuse(side, name):
    try:
        side.create_stack(StackName="refused", TemplateBody=json.dumps(REFUSED[name]))
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"]
    return "accepted"


def delete(side, name):
    arn = side.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    side.delete_stack(StackName=name)
    return settle(side, arn)["StackStatus"]


def compare(title, run, name=None):
    results = {label: run(side, name) for label, side in SIDES.items()}
    same = results["local"] == results["moto"]
    print(("ok " if same else "FAILED ") + title, flush=True)
    if not same:
        print(json.dumps(results, indent=1), flush=True)
    return same


outcomes = [compare("create " + name, create, name) for name in CASES]
outcomes.append(compare("list exports", exported))
outcomes.append(compare("change sets", change_set))
outcomes += [compare("refuse " + name, refuse, name) for name in REFUSED]
outcomes += [compare("delete " + name, delete, name) for name in ["imports", "exports", "conditions", "texts", "changed"]]
sys.exit(0 if all(outcomes) else 1)
