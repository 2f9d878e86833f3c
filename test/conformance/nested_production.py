"""Makes a production of nested stacks with boto3, as a team would: a store with a snapshot in a nested stack, 120 topics
in the outer one, and an export. Argument: the endpoint."""
import json
import sys

import boto3

endpoint = sys.argv[1]


def client(service):
    return boto3.client(service, endpoint_url=endpoint, region_name="eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")


def put(key, template):
    s3.put_object(Bucket="team-templates", Key=key, Body=json.dumps(template))
    return f"{endpoint}/team-templates/{key}"


def nested(url, **parameters):
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url, "Parameters": parameters}}


s3, cloudformation, rds = client("s3"), client("cloudformation"), client("rds")
s3.create_bucket(Bucket="team-templates", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})

database = {
    "Type": "AWS::RDS::DBInstance",
    "Properties": {
        "DBInstanceIdentifier": "shop-db",
        "DBInstanceClass": "db.t3.micro",
        "Engine": "postgres",
        "AllocatedStorage": "20",
        "MasterUsername": "owner",
        "MasterUserPassword": {"Ref": "Password"},
    },
}
secret = {"Password": {"Type": "String", "NoEcho": True}}
grandchild = put("grandchild.json", {"Parameters": secret, "Resources": {"Db": database}})
child = put(
    "child.json",
    {
        "Parameters": secret,
        "Resources": {"Store": nested(grandchild, Password={"Ref": "Password"}), "Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"Topic": {"Value": {"Ref": "Topic"}, "Export": {"Name": "shop-topic"}}},
    },
)
topics = {f"Topic{number}": {"Type": "AWS::SNS::Topic"} for number in range(120)}
root = {"Parameters": secret, "Resources": {"Data": nested(child, Password={"Ref": "Password"}), **topics}}
cloudformation.create_stack(
    StackName="shop",
    TemplateBody=json.dumps(root),
    Parameters=[{"ParameterKey": "Password", "ParameterValue": "production-1"}],
)
cloudformation.get_waiter("stack_create_complete").wait(StackName="shop", WaiterConfig={"Delay": 1, "MaxAttempts": 30})
rds.create_db_snapshot(DBInstanceIdentifier="shop-db", DBSnapshotIdentifier="nightly")
print("ok made")
