"""Fills the gaps of MiniStack that would stop it from deploying this product's templates.

A bridge detects one gap in the installed emulator, and fills it. The trial stops if a newer version of
the emulator has closed a gap, so that someone removes the bridge here.
"""

import asyncio
import inspect
import io
import json
import os
import re
import sys
import zipfile
from collections import namedtuple
from pathlib import Path

from ministack import app
from ministack.core import iam_actions, lambda_runtime
from ministack.services import apigateway, budgets, cloudfront, cloudwatch, ec2, lambda_svc, s3
from ministack.services.cloudformation import provisioners

Bridge = namedtuple("Bridge", "gap is_open fill")

VERSIONED = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
RESOURCES = provisioners._RESOURCE_HANDLERS
API_DOMAIN = f"execute-api.{os.environ['MINISTACK_REGION']}.amazonaws.com"


def _answer_id(response, name):
    """Returns the id from an answer of the emulator's EC2 API."""
    return re.search(rf"<{name}>([^<]+)<", response[2].decode()).group(1)


def _resource(kind, create, delete):
    """Fills the gap of a resource type that the emulator's API supports and its CloudFormation does not."""

    def fill():
        RESOURCES[kind] = {"create": create, "delete": delete}

    return Bridge(f"CloudFormation does not know {kind}", lambda: kind not in RESOURCES, fill)


def _create_eip(_logical_id, _properties, _stack):
    allocation = _answer_id(ec2._allocate_address({}), "allocationId")
    address = ec2._addresses[allocation]["PublicIp"]
    return address, {"AllocationId": allocation, "PublicIp": address}


def _delete_eip(address, _properties):
    for allocation, record in list(ec2._addresses.items()):
        if record["PublicIp"] == address:
            ec2._release_address({"AllocationId": [allocation]})


def _create_nat_gateway(_logical_id, properties, _stack):
    asked = {name: [properties[name]] for name in ("SubnetId", "AllocationId")}
    gateway = _answer_id(ec2._create_nat_gateway(asked), "natGatewayId")
    return gateway, {"NatGatewayId": gateway}


def _create_flow_log(_logical_id, properties, _stack):
    asked = {"ResourceId.1": [properties["ResourceId"]], "ResourceType": [properties["ResourceType"]]}
    log = _answer_id(ec2._create_flow_logs(asked), "item")
    return log, {"Id": log}


def _create_budget(logical_id, properties, stack):
    name = properties["Budget"].get("BudgetName") or f"{stack}-{logical_id}"
    limit = {unit: str(value) for unit, value in properties["Budget"]["BudgetLimit"].items()}
    budget = {**properties["Budget"], "BudgetName": name, "BudgetLimit": limit}
    answer = budgets._create_budget({"Budget": budget})
    if answer[0] != 200:
        raise ValueError(f"AWS::Budgets::Budget: {answer[2]!r}")
    return name, {}


def _create_composite_alarm(logical_id, properties, stack):
    name = properties.get("AlarmName") or f"{stack}-{logical_id}"
    answer = cloudwatch._put_composite_alarm({}, {**properties, "AlarmName": name}, False, True)
    if answer[0] != 200:
        raise ValueError(f"AWS::CloudWatch::CompositeAlarm: {answer[2]!r}")
    return name, {}


def _fill_provider_url():
    attributes = provisioners._cognito_user_pool_attributes

    def with_url(pool):
        found = attributes(pool)
        return {**found, "ProviderURL": "https://" + found["ProviderName"]}

    provisioners._cognito_user_pool_attributes = with_url


def _endpoint_is_local():
    api = json.loads(apigateway._create_api({"name": "probe"})[2])
    apigateway._delete_api(api["apiId"])
    return not api["apiEndpoint"].endswith(API_DOMAIN)


def _fill_endpoint():
    create = RESOURCES["AWS::ApiGatewayV2::Api"]["create"]

    def as_in_aws(logical_id, properties, stack):
        api, attributes = create(logical_id, properties, stack)
        return api, {**attributes, "ApiEndpoint": f"https://{api}.{API_DOMAIN}"}

    RESOURCES["AWS::ApiGatewayV2::Api"]["create"] = as_in_aws
    app._EXECUTE_API_RE = re.compile(r"^([a-f0-9]{8})\." + re.escape(API_DOMAIN) + "$")


JWT_AUTHORIZER = {"jwtConfiguration": {"issuer": "https://cognito-idp.us-east-1.amazonaws.com/pool"}}


def _keys_are_asked_without_tls():
    return asyncio.run(apigateway._resolve_jwks_url(JWT_AUTHORIZER)).startswith("http:")


def _fill_keys():
    async def at_issuer(authorizer):
        return authorizer["jwtConfiguration"]["issuer"] + "/.well-known/jwks.json"

    apigateway._resolve_jwks_url = at_issuer


def _distribution_refuses_api():
    return cloudfront._is_aws_owned_host(f"0123abcd.{API_DOMAIN}")


def _fill_distribution():
    """In the trial's network, a host name of AWS leads to the emulator itself."""
    cloudfront._is_aws_owned_host = lambda _host: False


def _context_of_key_use(body):
    return iam_actions.request_tag_context("kms", "kms:Encrypt", body, {})


def _encryption_context_is_unknown():
    body = b'{"EncryptionContext": {"probe": "1"}}'
    return "kms:encryptioncontext:probe" not in _context_of_key_use(body)


def _fill_encryption_context():
    conditions = iam_actions.request_tag_context

    def with_encryption_context(service, action, body, parameters):
        found = dict(conditions(service, action, body, parameters))
        if service == "kms":
            for name, value in json.loads(body or b"{}").get("EncryptionContext", {}).items():
                found[f"kms:encryptioncontext:{name}".lower()] = value
        return found

    iam_actions.request_tag_context = with_encryption_context


def _attributes_of_updates_are_unknown():
    body = b'{"Key": {"id": {"S": "1"}}, "UpdateExpression": "REMOVE a", "ReturnValues": "NONE"}'
    return "dynamodb:Attributes" not in iam_actions.dynamodb_service_context(body)


def _fill_attributes_of_updates():
    """Our expressions name every attribute by a placeholder. Policies with conditions on keys name these two partition keys."""
    context = iam_actions.dynamodb_service_context

    def with_updates(body):
        found = dict(context(body))
        asked = json.loads(body or b"{}")
        if "UpdateExpression" in asked:
            names = asked.get("ExpressionAttributeNames", {}).values()
            found["dynamodb:Attributes"] = sorted({*asked["Key"], *names})
            partition = asked["Key"].get("id") or asked["Key"].get("tokenHash") or {}
            found["dynamodb:LeadingKeys"] = list(partition.values()) or None
            if "ReturnValues" in asked:
                found["dynamodb:ReturnValues"] = asked["ReturnValues"]
        return found

    iam_actions.dynamodb_service_context = with_updates


METRIC_MATH = {
    "Metrics": [{"Id": "sum", "Expression": "1 + 1", "ReturnData": True}],
    "ComparisonOperator": "GreaterThanThreshold",
    "Threshold": 1,
    "EvaluationPeriods": 1,
}


def _refuses_metric_math():
    try:
        provisioners._cw_metric_alarm_record("probe", METRIC_MATH)
    except ValueError:
        return True
    return False


def _fill_metric_math():
    record = provisioners._cw_metric_alarm_record

    def of_expression(name, properties):
        if not properties.get("Metrics"):
            return record(name, properties)
        # The emulator stores it like an alarm of a single metric. No one reports that metric, so the alarm never fires.
        plain = {key: value for key, value in properties.items() if key != "Metrics"}
        return record(name, {**plain, "MetricName": "expression", "Namespace": "Emulated"})

    provisioners._cw_metric_alarm_record = of_expression


# -- A range of a report's version --------------------------------------------------------------------
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def _ranges_of_versions_are_ignored():
    s3._create_bucket("probe-of-ranges", b"", {})
    s3._put_bucket_versioning("probe-of-ranges", VERSIONED)
    written = s3._put_object("probe-of-ranges", "probe", b"four", {})
    query = {"versionId": [written[1]["x-amz-version-id"]]}
    status = s3._get_object("probe-of-ranges", "probe", {"range": "bytes=0-1"}, query)[0]
    s3.reset()
    return status == 200


def _fill_ranges():
    get = s3._get_object

    def ranged(bucket, key, headers, query_params=None):
        status, answer, body = get(bucket, key, headers, query_params)
        wanted = RANGE.fullmatch(headers.get("range", ""))
        if status != 200 or not wanted or not (query_params or {}).get("versionId"):
            return status, answer, body
        first, last = wanted.groups()
        begin = int(first) if first else max(0, len(body) - int(last))
        end = min(int(last) if first and last else len(body) - 1, len(body) - 1)
        if begin > end:
            return s3._error("InvalidRange", "The requested range is not satisfiable", 416, key)
        part = body[begin : end + 1]
        place = {"Content-Range": f"bytes {begin}-{end}/{len(body)}", "Content-Length": str(len(part))}
        return 206, {**answer, **place}, part

    s3._get_object = ranged


# -- The AWS CLI of the bucket deployment ------------------------------------------------------------
CLI_IN_LAMBDA = "/opt/awscli/aws"


def _cli_has_no_place():
    """The emulator unpacks layers into a temporary folder, so code that expects them in /opt does not find them."""
    return "/opt" not in inspect.getsource(lambda_runtime.Worker._spawn)


def _fill_cli():
    worker_new = lambda_runtime.Worker.__init__

    def with_cli(self, name, config, code_zip):
        layers = config.get("Layers") or []
        if layers:
            # The function's own value is the path of a file in Lambda's image, which does not exist here.
            variables = dict(config.get("Environment", {}).get("Variables", {}))
            variables["AWS_CA_BUNDLE"] = os.environ["AWS_CA_BUNDLE"]
            config = {**config, "Environment": {"Variables": variables}}
        for layer in layers:
            code_zip = _pointing_to_cli(code_zip, layer)
        worker_new(self, name, config, code_zip)

    lambda_runtime.Worker.__init__ = with_cli


def _pointing_to_cli(code, layer):
    reference = layer if isinstance(layer, str) else layer.get("Arn", "")
    cli = Path(os.environ["EMULATED_ACCOUNT"]) / "layers" / re.sub(r"\W", "-", reference)
    if not cli.exists():
        with zipfile.ZipFile(io.BytesIO(lambda_svc._resolve_layer_zip(layer))) as layer_zip:
            layer_zip.extractall(cli)
        program = cli / "awscli" / "aws"
        # The program's first line is the path of Python in Lambda's image, which does not exist here.
        program.write_text(f"#!{sys.executable}\n" + program.read_text().partition("\n")[2])
        program.chmod(0o755)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(code)) as old, zipfile.ZipFile(written, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, content.replace(CLI_IN_LAMBDA.encode(), f"{cli}/awscli/aws".encode()))
    return written.getvalue()


# -- Java functions ----------------------------------------------------------------------------------
def _java_needs_docker():
    return lambda_runtime._worker_class_for({"Runtime": "java25"}) is not lambda_runtime.ProvidedWorker


def _fill_java():
    """Starts AWS' runtime interface client on the JDK instead of Lambda's image, and keeps it warm as Lambda does."""
    worker_class = lambda_runtime._worker_class_for
    unpack = lambda_svc._provided_runtime_code_dir
    in_docker = lambda_svc._execute_function_docker

    def java_too(config):
        if str(config.get("Runtime", "")).startswith("java"):
            return lambda_runtime.ProvidedWorker
        return worker_class(config)

    def with_bootstrap(code_zip):
        folder = Path(unpack(code_zip))
        bootstrap = folder / "bootstrap"
        if (folder / "lib").is_dir() and not bootstrap.exists():
            written = folder / "bootstrap.new"
            written.write_text(os.environ["EMULATED_JAVA_BOOTSTRAP"])
            written.chmod(0o755)
            written.rename(bootstrap)
        return str(folder)

    def without_docker(function, event, request_id):
        config = function.get("config") or function
        if str(config.get("Runtime", "")).startswith("java"):
            return lambda_svc._execute_function_provided_warm(function, event, request_id)
        return in_docker(function, event, request_id)

    lambda_runtime._worker_class_for = java_too
    lambda_svc._provided_runtime_code_dir = with_bootstrap
    lambda_svc._execute_function_docker = without_docker


BRIDGES = [
    _resource("AWS::EC2::EIP", _create_eip, _delete_eip),
    _resource(
        "AWS::EC2::NatGateway",
        _create_nat_gateway,
        lambda gateway, _: ec2._delete_nat_gateway({"NatGatewayId": [gateway]}),
    ),
    _resource(
        "AWS::EC2::FlowLog",
        _create_flow_log,
        lambda log, _: ec2._delete_flow_logs({"FlowLogId.1": [log]}),
    ),
    _resource(
        "AWS::Budgets::Budget",
        _create_budget,
        lambda name, _: budgets._delete_budget({"BudgetName": name}),
    ),
    _resource(
        "AWS::CloudWatch::CompositeAlarm",
        _create_composite_alarm,
        lambda name, _: cloudwatch._delete_alarms({}, {"AlarmNames": [name]}, False, True),
    ),
    Bridge(
        "A user pool has no attribute ProviderURL",
        lambda: "ProviderURL" not in provisioners._cognito_user_pool_attributes("probe"),
        _fill_provider_url,
    ),
    Bridge("An API's address is not the one that AWS gives", _endpoint_is_local, _fill_endpoint),
    Bridge("An API asks for its issuer's keys without TLS", _keys_are_asked_without_tls, _fill_keys),
    Bridge(
        "A distribution asks no API for its pages", _distribution_refuses_api, _fill_distribution
    ),
    Bridge("CloudFormation refuses alarms with metric math", _refuses_metric_math, _fill_metric_math),
    Bridge(
        "IAM does not see the encryption context of a key's use",
        _encryption_context_is_unknown,
        _fill_encryption_context,
    ),
    Bridge(
        "IAM does not see the attributes of an update",
        _attributes_of_updates_are_unknown,
        _fill_attributes_of_updates,
    ),
    Bridge("A range of an object's version is ignored", _ranges_of_versions_are_ignored, _fill_ranges),
    Bridge("A layer's files are not under /opt", _cli_has_no_place, _fill_cli),
    Bridge("Java functions need Docker", _java_needs_docker, _fill_java),
]


def fill_gaps():
    """Fills every gap. Ends the process if the emulator has closed one itself."""
    closed = [bridge.gap for bridge in BRIDGES if not bridge.is_open()]
    if closed:
        raise SystemExit("Remove these bridges, which the emulator no longer needs: " + "; ".join(closed))
    for bridge in BRIDGES:
        bridge.fill()
