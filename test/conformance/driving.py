"""Drives what replicas are made, found and deleted with on the local cloud and on moto, which this project did not write.

Arguments: the endpoint of the local cloud, the endpoint of moto. Prints one line a case; exit code 1 if any differs.

Where moto is known to differ from what AWS documents, the case runs on the local cloud alone and holds what AWS documents:
- moto's deletion of a stack with a full bucket, a full repository or a security group in use goes through. Not compared.
- moto knows no express mode and no DescribeEvents.
- moto's tagging API does not tell stacks, nor resources that it makes without their tags. Buckets are compared.
- moto takes a token of any age and audience.
- moto has no Cloud Control.
- moto makes a second schedule group of one name, and lists no schedules by group.
"""

import base64
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINTS = {"local": sys.argv[1], "moto": sys.argv[2]}
CLI = os.path.join(os.path.dirname(sys.executable), "aws")
ROLE = "arn:aws:iam::123456789012:role/replicas"
outcomes = []


def client(side, service, **options):
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", **options}
    return boto3.client(service, endpoint_url=ENDPOINTS[side], region_name="us-east-1", **keys)


def refusal(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def check(name, fact, shown=""):
    outcomes.append(bool(fact))
    print(("ok " if fact else "FAILED ") + name + ("" if fact else f" {shown}"), flush=True)


def compare(name, run):
    results = {side: run(side) for side in ENDPOINTS}
    check(name, results["local"] == results["moto"], json.dumps(results, default=str))


def settle(cloudformation, name):
    for _ in range(600):
        stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        if not stack["StackStatus"].endswith("_IN_PROGRESS"):
            return stack
        time.sleep(0.02)
    raise TimeoutError(name)


def aws(*args):
    env = {"PATH": os.environ.get("PATH", ""), "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}
    done = subprocess.run([CLI, "--endpoint-url", ENDPOINTS["local"], "--output", "json", *args], capture_output=True, text=True, env=env)
    return json.loads(done.stdout) if done.stdout.strip() else done.stderr


def faults(settings):
    body = json.dumps(settings).encode()
    request = urllib.request.Request(ENDPOINTS["local"] + "/_local/faults", body, {"content-type": "application/json"}, method="PUT")
    urllib.request.urlopen(request).read()


def token(seconds, audience="org-1", subject="org/org-1/project/p/user/u"):
    claims = {"iss": "https://oidc.circleci.com/org/org-1", "sub": subject, "aud": audience, "exp": int(time.time()) + seconds}
    parts = [json.dumps({"alg": "RS256"}), json.dumps(claims), "signature"]
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)


def assume(side):
    sts = client(side, "sts")
    given = sts.assume_role(RoleArn=ROLE, RoleSessionName="ci", DurationSeconds=900, Tags=[{"Key": "k", "Value": "v"}])
    keys = given["Credentials"]
    own = client(side, "sts", aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])
    return [sorted(given["AssumedRoleUser"]), keys["AccessKeyId"][:4], given["AssumedRoleUser"]["Arn"], own.get_caller_identity()["Arn"]]


def web_identity(side):
    sts = boto3.client("sts", endpoint_url=ENDPOINTS[side], region_name="us-east-1", config=Config(signature_version=UNSIGNED))
    given = sts.assume_role_with_web_identity(RoleArn=ROLE, RoleSessionName="ci", WebIdentityToken=token(600))
    return [given["AssumedRoleUser"]["Arn"], given["Credentials"]["AccessKeyId"][:4]]


def repositories(side):
    ecr = client(side, "ecr")
    ecr.create_repository(repositoryName="app")
    manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                           "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "size": 1, "digest": "sha256:" + "0" * 64}, "layers": []})
    ecr.put_image(repositoryName="app", imageManifest=manifest, imageTag="one")
    ecr.put_image(repositoryName="app", imageManifest=manifest, imageTag="two")
    found = [ecr.describe_repositories()["repositories"][0]["repositoryName"]]
    found.append(sorted(image["imageTag"] for image in ecr.list_images(repositoryName="app")["imageIds"]))
    found.append(refusal(lambda: ecr.delete_repository(repositoryName="app")))
    gone = ecr.batch_delete_image(repositoryName="app", imageIds=[{"imageTag": "one"}, {"imageTag": "none"}])
    found.append([len(gone["imageIds"]), [each["failureCode"] for each in gone["failures"]]])
    digests = {image["imageDigest"] for image in ecr.list_images(repositoryName="app")["imageIds"]}
    ecr.batch_delete_image(repositoryName="app", imageIds=[{"imageDigest": each} for each in digests])
    found.append(ecr.list_images(repositoryName="app")["imageIds"])
    ecr.delete_repository(repositoryName="app")
    found.append(refusal(lambda: ecr.list_images(repositoryName="app")))
    return found


def tags(side):
    s3, tagging = client(side, "s3"), client(side, "resourcegroupstaggingapi")
    for number in range(5):
        name = f"tagged-{number}"
        s3.create_bucket(Bucket=name)
        pairs = [{"Key": "prod-replica:id", "Value": "one" if number < 3 else "two"}, {"Key": "number", "Value": str(number)}]
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": pairs})

    def arns(**options):
        pages = tagging.get_paginator("get_resources").paginate(**options)
        return sorted(each["ResourceARN"] for page in pages for each in page["ResourceTagMappingList"])

    mine = [{"Key": "prod-replica:id", "Values": ["one"]}]
    found = [arns(TagFilters=mine), arns(TagFilters=[{"Key": "prod-replica:id"}], PaginationConfig={"PageSize": 2})]
    found.append(arns(TagFilters=[{"Key": "number", "Values": ["1", "4"]}, {"Key": "prod-replica:id", "Values": ["two"]}]))
    found.append(arns(TagFilters=mine, ResourceTypeFilters=["ec2:instance"]))
    found.append(arns(TagFilters=mine, ResourceTypeFilters=["s3"]))
    for number in range(5):
        s3.delete_bucket(Bucket=f"tagged-{number}")
    found.append(arns(TagFilters=mine))
    return found


def schedule_groups(side):
    scheduler = client(side, "scheduler")
    scheduler.create_schedule_group(Name="replicas")
    target = {"Arn": "arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack", "RoleArn": ROLE, "Input": "{}"}
    options = {"ScheduleExpression": "rate(1 hour)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": target, "State": "DISABLED"}
    scheduler.create_schedule(Name="s", GroupName="replicas", ActionAfterCompletion="DELETE", **options)
    found = [scheduler.get_schedule(Name="s", GroupName="replicas")["ActionAfterCompletion"]]
    found.append(sorted(each["Name"] for each in scheduler.list_schedule_groups()["ScheduleGroups"]))
    scheduler.delete_schedule_group(Name="replicas")
    found.append(refusal(lambda: scheduler.get_schedule_group(Name="replicas")))
    found.append(refusal(lambda: scheduler.get_schedule(Name="s", GroupName="replicas")))
    return found


def interfaces(side):
    ec2 = client(side, "ec2")
    found = [refusal(lambda: ec2.describe_network_interfaces(NetworkInterfaceIds=["eni-00000000000000000"]))]
    found.append(refusal(lambda: ec2.describe_instances(InstanceIds=["i-00000000000000000"])))
    found.append(refusal(lambda: ec2.delete_network_interface(NetworkInterfaceId="eni-00000000000000000")))
    return found


def network(cloudformation, ec2):
    resources = {
        "Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Net"}, "CidrBlock": "10.0.0.0/24"}},
        "Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "g", "VpcId": {"Ref": "Net"}}},
    }
    cloudformation.create_stack(StackName="net", TemplateBody=json.dumps({"Resources": resources}))
    arn = settle(cloudformation, "net")["StackId"]
    ids = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in cloudformation.describe_stack_resources(StackName="net")["StackResources"]}
    made = ec2.create_network_interface(SubnetId=ids["Subnet"], Groups=[ids["Group"]])["NetworkInterface"]["NetworkInterfaceId"]
    cloudformation.delete_stack(StackName="net")
    check("a network with an interface in it is not deleted", settle(cloudformation, arn)["StackStatus"] == "DELETE_FAILED")
    seen = aws("ec2", "describe-network-interfaces", "--filters", "Name=group-id,Values=" + ids["Group"])["NetworkInterfaces"]
    check("ec2 describe-network-interfaces", [each["NetworkInterfaceId"] for each in seen] == [made], seen)
    ec2.delete_network_interface(NetworkInterfaceId=made)
    cloudformation.delete_stack(StackName="net")
    check("and then is", settle(cloudformation, arn)["StackStatus"] == "DELETE_COMPLETE")


def express(cloudformation):
    template = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}, "Bad": {"Type": "AWS::SNS::Topic"}}}
    faults({"faults": [{"on": "Bad:create", "with": "no topics today"}]})
    config = {"Mode": "EXPRESS"}
    made = cloudformation.create_stack(StackName="fast", TemplateBody=json.dumps(template), DeploymentConfig=config)
    check("express mode does not roll back", settle(cloudformation, "fast")["StackStatus"] == "CREATE_FAILED")
    failed = cloudformation.describe_events(OperationId=made["OperationId"], Filters={"FailedEvents": True})["OperationEvents"]
    reasons = [each["ResourceStatusReason"] for each in failed if each["EventType"] == "PROVISIONING_ERROR"]
    check("describe-events tells the failure", reasons == ["no topics today"], failed)
    cloudformation.delete_stack(StackName="fast", DeploymentConfig=config)
    settle(cloudformation, made["StackId"])
    faults({"faults": [{"on": "Queue:validate", "with": "Resource of type 'AWS::SQS::Queue' with identifier 'q' already exists."}]})
    made = cloudformation.create_stack(StackName="checked", TemplateBody=json.dumps(template))
    settle(cloudformation, "checked")
    events = cloudformation.describe_events(StackName=made["StackId"], Filters={"FailedEvents": True})["OperationEvents"]
    told = [each for each in events if each["EventType"] == "VALIDATION_ERROR"]
    check("a failed validation is told by describe-events", [each["LogicalResourceId"] for each in told] == ["Queue"], events)
    plain = cloudformation.describe_stack_events(StackName=made["StackId"])["StackEvents"]
    check("and not by describe-stack-events", all(each["LogicalResourceId"] == "checked" for each in plain), plain)
    faults({})


def stack_tags(cloudformation, tagging):
    resources = {"Queue": {"Type": "AWS::SQS::Queue"}, "Files": {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain"}}
    tag = [{"Key": "prod-replica:id", "Value": "r1"}]
    cloudformation.create_stack(StackName="tagged", TemplateBody=json.dumps({"Resources": resources}), Tags=tag)
    arn = settle(cloudformation, "tagged")["StackId"]
    filters = [{"Key": "prod-replica:id", "Values": ["r1"]}]
    services = lambda: sorted(each["ResourceARN"].split(":")[2] for each in tagging.get_resources(TagFilters=filters)["ResourceTagMappingList"])
    check("a stack's tags are its resources'", services() == ["cloudformation", "s3", "sqs"], services())
    cloudformation.delete_stack(StackName="tagged")
    settle(cloudformation, arn)
    check("what a stack retained is found by its tags", services() == ["s3"], services())


def sessions():
    sts = boto3.client("sts", endpoint_url=ENDPOINTS["local"], region_name="us-east-1", config=Config(signature_version=UNSIGNED))
    take = lambda text: sts.assume_role_with_web_identity(RoleArn=ROLE, RoleSessionName="ci", WebIdentityToken=text)
    check("an expired token is refused", refusal(lambda: take(token(-10))) == "ExpiredTokenException")
    check("what is no token is refused", refusal(lambda: take("abc.def")) == "InvalidIdentityToken")
    faults({"sessionSeconds": 0.3})
    keys = client("local", "sts").assume_role(RoleArn=ROLE, RoleSessionName="ci")["Credentials"]
    options = {"aws_access_key_id": keys["AccessKeyId"], "aws_secret_access_key": keys["SecretAccessKey"], "aws_session_token": keys["SessionToken"]}
    cloudformation, ssm = client("local", "cloudformation", **options), client("local", "ssm", **options)
    cloudformation.list_stacks()
    time.sleep(0.5)
    check("credentials end", [refusal(cloudformation.list_stacks), refusal(ssm.describe_instance_information)] == ["ExpiredToken", "ExpiredTokenException"])
    faults({})


def retried():
    """botocore's own retries get through what goes wrong."""
    faults({"faults": [{"on": "DescribeStacks", "with": "throttled", "times": 1}, {"on": "ListStacks", "with": "reset", "times": 1},
                       {"on": "ListExports", "with": "503", "times": 1}]})
    cloudformation = client("local", "cloudformation")
    found = []
    for call in (cloudformation.describe_stacks, cloudformation.list_stacks, cloudformation.list_exports):
        found.append(call()["ResponseMetadata"]["RetryAttempts"])
    check("botocore tries again after throttling, a reset and 503", found == [1, 1, 1], found)
    faults({})


def presigned():
    s3 = boto3.client("s3", endpoint_url=ENDPOINTS["local"], region_name="us-east-1",
                      aws_access_key_id="AKIALOCALCLOUD000000", aws_secret_access_key="local", config=Config(signature_version="s3v4"))
    s3.create_bucket(Bucket="signed")
    place = {"Bucket": "signed", "Key": "a b/c.txt"}
    address = s3.generate_presigned_url("put_object", Params=place, ExpiresIn=60)
    urllib.request.urlopen(urllib.request.Request(address, b"text", method="PUT")).read()
    read = s3.generate_presigned_url("get_object", Params=place, ExpiresIn=1)
    check("a presigned address is read", urllib.request.urlopen(read).read() == b"text")
    time.sleep(2.1)
    try:
        status = urllib.request.urlopen(read).status
    except urllib.error.HTTPError as error:
        status = error.code
    check("and not after its time", status == 403, status)
    address = s3.generate_presigned_url("get_object", Params={**place, "ResponseContentType": "text/x; a=b"}, ExpiresIn=60)
    check("its whole query is signed", status_of(address) == 200)
    for what, other in (("object", address.replace("c.txt", "d.txt")), ("life", address.replace("Expires=60", "Expires=61")),
                        ("signature", address[:-1] + ("0" if address[-1] != "0" else "1")), ("query", address + "&versionId=null")):
        check(f"an address with another {what} is refused", status_of(other) == 403, status_of(other))
    check("and so is one for another method", status_of(address, "PUT") == 403)
    stranger = boto3.client("s3", endpoint_url=ENDPOINTS["local"], region_name="us-east-1", aws_access_key_id="a",
                            aws_secret_access_key="b", config=Config(signature_version="s3v4"))
    check("and one by a key that nobody knows", status_of(stranger.generate_presigned_url("get_object", Params=place)) == 403)
    role = client("local", "sts").assume_role(RoleArn="arn:aws:iam::111122223333:role/any", RoleSessionName="tests")["Credentials"]
    taken = boto3.client("s3", endpoint_url=ENDPOINTS["local"], region_name="us-east-1", aws_access_key_id=role["AccessKeyId"],
                         aws_secret_access_key=role["SecretAccessKey"], aws_session_token=role["SessionToken"],
                         config=Config(signature_version="s3v4"))
    check("a role's address is read", status_of(taken.generate_presigned_url("get_object", Params=place)) == 200)
    s3.delete_object(**place)
    s3.delete_bucket(Bucket="signed")


def status_of(address, method="GET"):
    try:
        return urllib.request.urlopen(urllib.request.Request(address, method=method)).status
    except urllib.error.HTTPError as error:
        return error.code


presigned()
def single_resources(cloudformation):
    """Cloud Control, with boto3's own waiter: a protected log group that its stack let go of."""
    tags = [{"Key": "team", "Value": "ours"}]
    log = {"Type": "AWS::Logs::LogGroup", "DeletionPolicy": "Retain", "Properties": {"LogGroupName": "single", "DeletionProtectionEnabled": True}}
    cloudformation.create_stack(StackName="single", TemplateBody=json.dumps({"Resources": {"Log": log}}), Tags=tags)
    settle(cloudformation, "single")
    cloudformation.delete_stack(StackName="single")
    control = client("local", "cloudcontrol")
    name = {"TypeName": "AWS::Logs::LogGroup", "Identifier": "single"}
    shown = json.loads(control.get_resource(**name)["ResourceDescription"]["Properties"])
    check("cloudcontrol get_resource shows the tags of the stack", {"Key": "team", "Value": "ours"} in shown["Tags"], shown)
    token = control.delete_resource(**name)["ProgressEvent"]["RequestToken"]
    told = control.get_resource_request_status(RequestToken=token)["ProgressEvent"]
    check("cloudcontrol delete_resource is refused by a protection", told["OperationStatus"] == "FAILED", told)
    patch = json.dumps([{"op": "add", "path": "/DeletionProtectionEnabled", "value": False}])
    for start in (lambda: control.update_resource(**name, PatchDocument=patch), lambda: control.delete_resource(**name)):
        control.get_waiter("resource_request_success").wait(RequestToken=start()["ProgressEvent"]["RequestToken"])
    check("cloudcontrol deletes it then", refusal(lambda: control.get_resource(**name)) == "ResourceNotFoundException")


compare("sts assume_role", assume)
compare("sts assume_role_with_web_identity", web_identity)
compare("ecr repositories and images", repositories)
compare("resourcegroupstaggingapi get_resources", tags)
compare("scheduler groups", schedule_groups)
scheduler = client("local", "scheduler")
scheduler.create_schedule_group(Name="twice")
check("a second group of one name is refused", refusal(lambda: scheduler.create_schedule_group(Name="twice")) == "ConflictException")
check("schedules are listed by group", scheduler.list_schedules(GroupName="twice")["Schedules"] == [])
compare("ec2 refusals", interfaces)
local = client("local", "cloudformation")
network(local, client("local", "ec2"))
express(local)
single_resources(client("local", "cloudformation"))
stack_tags(local, client("local", "resourcegroupstaggingapi"))
sessions()
retried()
seen = aws("resourcegroupstaggingapi", "get-resources", "--tag-filters", "Key=prod-replica:id")
check("aws resourcegroupstaggingapi get-resources", len(seen["ResourceTagMappingList"]) == 1, seen)
check("aws ecr describe-repositories", aws("ecr", "describe-repositories") == {"repositories": []})
seen = aws("sts", "assume-role", "--role-arn", ROLE, "--role-session-name", "of-cli")
check("aws sts assume-role", "Credentials" in seen, seen)
sys.exit(0 if all(outcomes) else 1)
