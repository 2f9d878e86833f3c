"""Prints, one line a thing, what services themselves say is in the account of AWS_ENDPOINT_URL: names and settings.

Run before a replica is made and after it is deleted: the two must be the same lines. Times and counters are left out, and so
is CloudFormation, whose stacks the test looks at by itself. A service that the endpoint does not have is left out.
"""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ONCE = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
VOLATILE = {"ResponseMetadata", "LastUpdated", "LastModified", "CreationDate", "CreationDateTime", "CreateDate", "CreateTime", "LatestRestorableTime"}
# moto never takes the address of a host that is gone back.
VOLATILE.add("AvailableIpAddressCount")


def calls(service, operation, key, *details):
    """What a list operation gives, and for each item what further operations give."""
    client = boto3.client(service, config=ONCE)
    items = getattr(client, operation)().get(key, [])
    return [[item, *(detail(client, item) for detail in details)] for item in items]


def detail(operation, argument, pick=lambda item: item):
    def ask(client, item):
        try:
            return getattr(client, operation)(**{argument: pick(item)})
        except ClientError as error:
            return error.response["Error"]["Code"]

    return ask


def field(name):
    return lambda item: item[name]


ASK = [
    ("s3", "list_buckets", "Buckets", [detail(f"get_bucket_{part}", "Bucket", field("Name")) for part in ("policy", "tagging", "versioning")]),
    ("sqs", "list_queues", "QueueUrls", [lambda client, url: client.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy", "QueueArn", "RedrivePolicy"])]),
    ("sns", "list_topics", "Topics", [detail("list_subscriptions_by_topic", "TopicArn", field("TopicArn"))]),
    ("dynamodb", "list_tables", "TableNames", [detail("describe_table", "TableName")]),
    ("iam", "list_roles", "Roles", [detail(f"list_{kind}_policies", "RoleName", field("RoleName")) for kind in ("role", "attached_role")]),
    ("iam", "list_users", "Users", []),
    ("iam", "list_groups", "Groups", []),
    ("iam", "list_instance_profiles", "InstanceProfiles", []),
    ("ec2", "describe_vpcs", "Vpcs", []),
    ("ec2", "describe_subnets", "Subnets", []),
    ("ec2", "describe_security_groups", "SecurityGroups", []),
    ("ec2", "describe_route_tables", "RouteTables", []),
    ("ec2", "describe_network_acls", "NetworkAcls", []),
    ("ec2", "describe_volumes", "Volumes", []),
    ("lambda", "list_functions", "Functions", []),
    ("logs", "describe_log_groups", "logGroups", []),
    ("events", "list_rules", "Rules", []),
    ("kms", "list_aliases", "Aliases", []),
    ("secretsmanager", "list_secrets", "SecretList", []),
    ("ssm", "describe_parameters", "Parameters", []),
    ("rds", "describe_db_instances", "DBInstances", []),
    ("rds", "describe_db_clusters", "DBClusters", []),
    ("redshift", "describe_clusters", "Clusters", []),
    ("elbv2", "describe_load_balancers", "LoadBalancers", []),
    ("cloudwatch", "describe_alarms", "MetricAlarms", []),
    ("stepfunctions", "list_state_machines", "stateMachines", []),
    ("ecs", "list_clusters", "clusterArns", []),
    ("ecr", "describe_repositories", "repositories", []),
    ("efs", "describe_file_systems", "FileSystems", []),
    ("route53", "list_hosted_zones", "HostedZones", []),
]


def picture():
    for service, operation, key, details in ASK:
        try:
            found = [plain(item) for item in calls(service, operation, key, *details)]
        except Exception:  # an endpoint without the service answers in many ways
            continue
        for item in found:
            print(f"{service} {operation} {json.dumps(item, sort_keys=True)}")


def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in sorted(value.items()) if key not in VOLATILE}
    return [plain(each) for each in value] if isinstance(value, (list, tuple)) else str(value)


picture()
