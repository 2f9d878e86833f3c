"""Drives the local cloud's CloudFormation with boto3 and the AWS CLI, neither of which this project wrote.

Reads the endpoint from AWS_ENDPOINT_URL. Prints one line a check, and ends with exit code 1 at the first that fails.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

import boto3
from botocore.exceptions import ClientError, WaiterError

CLI = os.path.join(os.path.dirname(sys.executable), "aws")
cloudformation = boto3.client("cloudformation")
s3 = boto3.client("s3")

NETWORK = """
Description: a network
Parameters:
  Cidr: {Type: String, Default: 10.0.0.0/16}
Conditions:
  Private: !Not [!Equals [!Ref Cidr, '']]
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: !Ref Cidr}
  Subnet:
    Type: AWS::EC2::Subnet
    Condition: Private
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: !Select [1, !Cidr [!Ref Cidr, 4, 8]]
Outputs:
  Vpc: {Value: !Ref Vpc, Export: {Name: !Sub '${AWS::StackName}-Vpc'}}
"""

CONSUMER = """
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: g, VpcId: !ImportValue network-Vpc}
Outputs:
  Vpc: {Value: !ImportValue network-Vpc}
"""

BROKEN = """
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Custom: {Type: Custom::Thing, DependsOn: Topic, Properties: {ServiceToken: none}}
"""


def check(name, fact):
    print(("ok " if fact else "FAILED ") + name, flush=True)
    if not fact:
        sys.exit(1)


def deploy_later(*args, **options):
    # The CLI names a change set by the second: two within one second would have the same name.
    time.sleep(1.1)
    return aws(*args, **options)


def aws(*args, expect=0):
    """One command of the AWS CLI: its JSON, or its text and complaint."""
    done = subprocess.run([CLI, *args], capture_output=True, text=True)
    if done.returncode != expect:
        print("aws " + " ".join(args) + "\n" + done.stdout + done.stderr, flush=True)
        sys.exit(1)
    return json.loads(done.stdout) if done.stdout.startswith("{") else done.stdout + done.stderr


def refusal(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    return None, None


def written(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text)
    return path


def check_cli(folder):
    network = written(folder, "network.yml", NETWORK)
    check("sts get-caller-identity", len(aws("sts", "get-caller-identity")["Account"]) == 12)
    aws("cloudformation", "validate-template", "--template-body", "file://" + network)
    made = aws("cloudformation", "create-stack", "--stack-name", "network", "--template-body", "file://" + network)
    aws("cloudformation", "wait", "stack-create-complete", "--stack-name", "network")
    stack = aws("cloudformation", "describe-stacks", "--stack-name", "network")["Stacks"][0]
    check("create-stack and wait", stack["StackId"] == made["StackId"] and stack["StackStatus"] == "CREATE_COMPLETE")
    events = aws("cloudformation", "describe-stack-events", "--stack-name", "network")["StackEvents"]
    check("describe-stack-events", events[0]["ResourceStatus"] == "CREATE_COMPLETE" and events[-1]["ResourceStatusReason"] == "User Initiated")
    check("get-template", aws("cloudformation", "get-template", "--stack-name", "network")["TemplateBody"] == NETWORK)
    check("list-exports", aws("cloudformation", "list-exports")["Exports"][0]["Name"] == "network-Vpc")
    check_deploy(folder)


def check_deploy(folder):
    consumer = written(folder, "consumer.yml", CONSUMER)
    deploy = ["cloudformation", "deploy", "--stack-name", "consumer", "--template-file", consumer]
    check("deploy creates with a change set", "Successfully created" in deploy_later(*deploy))
    check("deploy finds nothing to change", "No changes to deploy" in deploy_later(*deploy, "--no-fail-on-empty-changeset"))
    written(folder, "consumer.yml", CONSUMER + "  More: {Value: more}\n")
    deploy_later(*deploy, "--tags", "team=data")
    outputs = aws("cloudformation", "describe-stacks", "--stack-name", "consumer")["Stacks"][0]["Outputs"]
    check("deploy updates with a change set", {"OutputKey": "More", "OutputValue": "more"} in outputs)
    check("list-imports", aws("cloudformation", "list-imports", "--export-name", "network-Vpc")["Imports"] == ["consumer"])
    aws("s3", "mb", "s3://staging")
    large = CONSUMER.replace("Outputs:", "# " + "x" * 60_000 + "\nOutputs:")
    written(folder, "consumer.yml", large)
    text = deploy_later(*deploy, "--s3-bucket", "staging")
    check("deploy of a large template through a bucket", "Successfully" in text)
    broken = written(folder, "broken.yml", BROKEN)
    failed = deploy_later("cloudformation", "deploy", "--stack-name", "broken", "--template-file", broken, expect=255)
    check("deploy says that a stack failed", "Failed to create/update the stack" in failed)


def check_boto3():
    resources = cloudformation.describe_stack_resources(StackName="network")["StackResources"]
    check("describe_stack_resources", {r["ResourceStatus"] for r in resources} == {"CREATE_COMPLETE"})
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName="network")
    check("list_stack_resources", [r["LogicalResourceId"] for p in pages for r in p["StackResourceSummaries"]] == ["Subnet", "Vpc"])
    summary = cloudformation.get_template_summary(StackName="network")
    check("get_template_summary", summary["Parameters"][0]["DefaultValue"] == "10.0.0.0/16")
    check("unknown stack", refusal(lambda: cloudformation.describe_stacks(StackName="none")) == ("ValidationError", "Stack with id none does not exist"))
    taken = refusal(lambda: cloudformation.create_stack(StackName="network", TemplateBody=NETWORK))
    check("name that is taken", taken == ("AlreadyExistsException", "Stack [network] already exists"))
    nothing = refusal(lambda: cloudformation.update_stack(StackName="network", UsePreviousTemplate=True))
    check("nothing to update", nothing == ("ValidationError", "No updates are to be performed."))
    broken = cloudformation.describe_stacks(StackName="broken")["Stacks"][0]
    check("stack that was rolled back", broken["StackStatus"] == "ROLLBACK_COMPLETE")
    found = cloudformation.describe_events(StackName="broken", Filters={"FailedEvents": True})["OperationEvents"]
    check("describe_events", [e["LogicalResourceId"] for e in found] == ["Custom"])


def check_delete():
    cloudformation.delete_stack(StackName="network")
    kept = cloudformation.describe_stacks(StackName="network")["Stacks"][0]
    check("delete_stack of an export in use", "in use by consumer" in kept["StackStatusReason"])
    for name in ["consumer", "network", "broken"]:
        arn = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
        aws("cloudformation", "delete-stack", "--stack-name", name)
        # The CLI's own waiter asks every 30 seconds only; by then a probe that comes first is the last.
        cloudformation.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
        aws("cloudformation", "wait", "stack-delete-complete", "--stack-name", name)
        gone = cloudformation.describe_stacks(StackName=arn)["Stacks"][0]
        check("delete-stack " + name, gone["StackStatus"] == "DELETE_COMPLETE")


def check_full_bucket():
    template = json.dumps({"Resources": {"Files": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "full-bucket"}}}})
    cloudformation.create_stack(StackName="full", TemplateBody=template)
    cloudformation.get_waiter("stack_create_complete").wait(StackName="full", WaiterConfig={"Delay": 1})
    s3.put_object(Bucket="full-bucket", Key="a", Body=b"a")
    cloudformation.delete_stack(StackName="full")
    try:
        cloudformation.get_waiter("stack_delete_complete").wait(StackName="full", WaiterConfig={"Delay": 1})
        check("delete of a full bucket fails", False)
    except WaiterError as error:
        check("delete of a full bucket fails", "DELETE_FAILED" in str(error))
    s3.delete_object(Bucket="full-bucket", Key="a")
    cloudformation.delete_stack(StackName="full")
    cloudformation.get_waiter("stack_delete_complete").wait(StackName="full", WaiterConfig={"Delay": 1})
    check("delete of the emptied bucket", True)


with tempfile.TemporaryDirectory() as scratch:
    check_cli(scratch)
check_boto3()
check_delete()
check_full_bucket()
