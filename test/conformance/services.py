"""Drives the local cloud's services with boto3 and the AWS CLI, neither of which this project wrote.

Reads the endpoint from AWS_ENDPOINT_URL and what is there from the arguments: instance, cluster, host. Prints one line a
check, and ends with exit code 1 at the first that fails.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

import boto3
from botocore.exceptions import ClientError

INSTANCE, CLUSTER, HOST = sys.argv[1:4]
CLI = os.path.join(os.path.dirname(sys.executable), "aws")
# Version 1 of the CLI overlooks AWS_ENDPOINT_URL for RDS.
ENDPOINT = ["--endpoint-url", os.environ["AWS_ENDPOINT_URL"]]


def check(name, fact):
    print(("ok " if fact else "FAILED ") + name, flush=True)
    if not fact:
        sys.exit(1)


def aws(*args):
    """One command of the AWS CLI: its JSON, or its text."""
    done = subprocess.run([CLI, *ENDPOINT, *args], capture_output=True, text=True)
    if done.returncode != 0:
        print("aws " + " ".join(args) + "\n" + done.stderr, flush=True)
        sys.exit(1)
    return json.loads(done.stdout) if done.stdout.startswith("{") else done.stdout


def refusal(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def check_s3():
    with tempfile.TemporaryDirectory() as folder:
        small, large, back = (os.path.join(folder, name) for name in ("small", "large", "back"))
        with open(small, "w") as file:
            file.write("a,b\n1,2\n")
        with open(large, "wb") as file:
            file.write(os.urandom(9 * 1024 * 1024))  # above the CLI's threshold: uploaded in parts
        aws("s3", "mb", "s3://conformance")
        aws("s3", "cp", small, "s3://conformance/in/small file+ü.csv")
        aws("s3", "cp", large, "s3://conformance/in/large")
        check("s3 ls", "small file+ü.csv" in aws("s3", "ls", "s3://conformance/in/"))
        aws("s3", "cp", "s3://conformance/in/large", back)
        with open(large, "rb") as one, open(back, "rb") as other:
            check("s3 cp of 9 MiB and back", one.read() == other.read())
        aws("s3", "sync", folder, "s3://conformance/synced", "--exclude", "large")
        aws("s3", "rm", "s3://conformance", "--recursive")
        check("s3 rm", aws("s3", "ls", "s3://conformance") == "")
        aws("s3", "rb", "s3://conformance")
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="versions")
    s3.put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
    for body in (b"one", b"two"):
        s3.put_object(Bucket="versions", Key="k", Body=body)
    check("s3 get_object", s3.get_object(Bucket="versions", Key="k")["Body"].read() == b"two")
    check("s3 refuses to delete what is not empty", refusal(lambda: s3.delete_bucket(Bucket="versions")) == "BucketNotEmpty")
    boto3.resource("s3").Bucket("versions").object_versions.delete()
    s3.delete_bucket(Bucket="versions")
    check("s3 list_buckets", s3.list_buckets()["Buckets"] == [])


def check_ses():
    raw = {"Data": "From: ci@newvision.example\nTo: team@newvision.example\nSubject: hello\n\nbody\n"}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(raw, file)
        file.flush()
        send = ["ses", "send-raw-email", "--raw-message", "file://" + file.name, *binary()]
        refused = subprocess.run([CLI, *ENDPOINT, *send], capture_output=True, text=True)
        check("ses refuses an unverified sender", "MessageRejected" in refused.stderr and "not verified" in refused.stderr)
        aws("ses", "verify-email-identity", "--email-address", "ci@newvision.example")
        sent = aws(*send, "--output", "json")
    check("ses send-raw-email", len(sent["MessageId"]) > 20)
    quota = boto3.client("ses").get_send_quota()
    check("ses get_send_quota", quota["SentLast24Hours"] == 1)


def binary():
    """Version 2 of the CLI takes base64 unless told otherwise; version 1 does not know the option."""
    return ["--cli-binary-format", "raw-in-base64-out"] if "aws-cli/2" in aws("--version") else []


def check_databases():
    rds = boto3.client("rds")
    found = rds.describe_db_instances(DBInstanceIdentifier=INSTANCE)["DBInstances"][0]
    check("rds describe_db_instances", found["DBInstanceStatus"] == "available" and found["Endpoint"]["Port"] > 0)
    rds.create_db_snapshot(DBInstanceIdentifier=INSTANCE, DBSnapshotIdentifier="by-boto")
    rds.get_waiter("db_snapshot_available").wait(DBSnapshotIdentifier="by-boto")
    listed = aws("rds", "describe-db-snapshots", "--db-instance-identifier", INSTANCE, "--output", "json")
    check("rds describe-db-snapshots", [one["DBSnapshotIdentifier"] for one in listed["DBSnapshots"]] == ["by-boto"])
    rds.delete_db_snapshot(DBSnapshotIdentifier="by-boto")
    gone = refusal(lambda: rds.describe_db_snapshots(DBSnapshotIdentifier="by-boto"))
    check("rds says what is not there", gone == "DBSnapshotNotFound")
    redshift = boto3.client("redshift")
    redshift.create_cluster_snapshot(ClusterIdentifier=CLUSTER, SnapshotIdentifier="by-boto", Tags=[{"Key": "a", "Value": "b"}])
    redshift.get_waiter("snapshot_available").wait(SnapshotIdentifier="by-boto")
    snapshots = redshift.describe_cluster_snapshots(ClusterIdentifier=CLUSTER)["Snapshots"]
    check("redshift describe_cluster_snapshots", snapshots[0]["Tags"] == [{"Key": "a", "Value": "b"}])
    clusters = aws("redshift", "describe-clusters", "--output", "json")["Clusters"]
    check("redshift describe-clusters", [one["ClusterIdentifier"] for one in clusters] == [CLUSTER])
    redshift.delete_cluster_snapshot(SnapshotIdentifier="by-boto")


def check_secrets():
    secrets = boto3.client("secretsmanager")
    arn = secrets.create_secret(Name="conformance", SecretString='{"password": "p"}')["ARN"]
    read = aws("secretsmanager", "get-secret-value", "--secret-id", "conformance", "--output", "json")
    check("secretsmanager get-secret-value", (read["ARN"], read["SecretString"]) == (arn, '{"password": "p"}'))
    secrets.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)
    gone = refusal(lambda: secrets.get_secret_value(SecretId=arn))
    check("secretsmanager says what is not there", gone == "ResourceNotFoundException")


def check_ssm():
    ssm = boto3.client("ssm")
    sent = aws("ssm", "send-command", "--document-name", "AWS-RunShellScript", "--instance-ids", HOST,
               "--parameters", "commands=['echo one','exit 4']", "--output", "json")
    command = sent["Command"]["CommandId"]
    result = ssm.get_command_invocation(CommandId=command, InstanceId=HOST)
    while result["Status"] in ("Pending", "InProgress"):
        time.sleep(0.1)
        result = ssm.get_command_invocation(CommandId=command, InstanceId=HOST)
    check("ssm send-command", (result["Status"], result["ResponseCode"], result["StandardOutputContent"]) == ("Failed", 4, "one\n"))
    ssm.put_parameter(Name="/conformance", Value="v", Type="String")
    check("ssm get_parameter", ssm.get_parameter(Name="/conformance")["Parameter"]["Value"] == "v")


def check_scheduler():
    scheduler = boto3.client("scheduler")
    target = {"Arn": "arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack", "RoleArn": "arn:aws:iam::1:role/r", "Input": "{}"}
    window = {"Mode": "OFF"}
    scheduler.create_schedule(Name="c", ScheduleExpression="rate(1 hour)", FlexibleTimeWindow=window, Target=target, State="DISABLED")
    check("scheduler get_schedule", scheduler.get_schedule(Name="c")["Target"]["Arn"] == target["Arn"])
    listed = aws("scheduler", "list-schedules", "--output", "json")["Schedules"]
    check("scheduler list-schedules", [one["Name"] for one in listed] == ["c"])
    scheduler.delete_schedule(Name="c")


for part in (check_s3, check_ses, check_databases, check_secrets, check_ssm, check_scheduler):
    part()
