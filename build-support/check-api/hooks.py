"""Gives schemathesis the facts that docs/openapi.yaml cannot express. SCHEMATHESIS_HOOKS names this file."""

import os
import re

import schemathesis

RECEIVER = os.environ["CHECK_API_RECEIVER"]
LINK_TOKEN = os.environ["CHECK_API_LINK_TOKEN"]
RECOVERY = os.environ["CHECK_API_RECOVERY"]
REVOCATION = os.environ["CHECK_API_REVOCATION"]
ROTATED = os.environ["CHECK_API_ROTATED"]
AUTHORITY = re.compile(r"^https?://[^/?#]*", re.IGNORECASE)
INDEX = re.compile(r"\[[0-9]+\]")

# A schema cannot require that a certificate belongs to its key.
CERTIFICATE = {"clientCertificate.certificate", "clientCertificate.privateKey"}

# By operation: the fields for which the API may refuse a valid request, because of stored data or of the current time.
DEPENDS = {
    "listWebhookConfigurations": {"cursor"},
    "createWebhookConfiguration": {
        "name",
        "url",
        "signature",
        "downloadProtection",
        "receiverRequests.allowedNetworks",
        "requestHeaders.name",
    }
    | CERTIFICATE,
    "replaceWebhookConfiguration": {
        "name",
        "url",
        "downloadProtection",
        "receiverRequests",
        "receiverRequests.allowedNetworks",
        "requestHeaders",
        "requestHeaders.name",
        "requestHeaders.value",
    }
    | CERTIFICATE,
    "rotateSignature": {"signature", "effectiveAt"},
    "revokeAllLinks": {"issuedBefore"},
    "listCdrTasks": {"cursor"},
    "saveCdrTask": {"taskId", "taskName", "webhookConfigurationId", "expectedEvery", "graceMinutes"},
    "listChanges": {"cursor", "from", "to"},
    "listDeliveries": {"cursor", "from", "to"},
    "startRecovery": {"configurationId", "from", "to"},
    "getStatistics": {"from", "to", "configurationId"},
}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Keeps every request on this machine, and uses a link, jobs and a configuration that exist."""
    if isinstance(case.body, dict) and isinstance(case.body.get("url"), str):
        case.body["url"] = AUTHORITY.sub(RECEIVER, case.body["url"])
    positive = case.meta is not None and case.meta.generation.mode.is_positive
    if case.path_parameters and "token" in case.path_parameters and positive:
        case.path_parameters["token"] = LINK_TOKEN
    if case.operation.definition.raw.get("operationId") in ("getRecovery", "stopRecovery") and positive:
        case.path_parameters["id"] = RECOVERY
    if case.operation.definition.raw.get("operationId") == "getRevocation" and positive:
        case.path_parameters["id"] = REVOCATION
    # This is another configuration than that of LINK_TOKEN, so the link still works afterwards.
    if case.operation.definition.raw.get("operationId") in ("rotateSignature", "revokeAllLinks") and positive:
        case.path_parameters["id"] = ROTATED
    # Schemathesis sends 0 in a header with a pattern, although 0 does not match the pattern.
    for name in ("If-Match", "If-None-Match"):
        if positive and case.headers.get(name) == "0":
            case.headers[name] = '"3"'


@schemathesis.check
def valid_fields_are_accepted(context, response, case):
    """The API refuses a valid request only for a rule that a schema cannot express."""
    if not case.meta or not case.meta.generation.mode.is_positive or response.status_code not in (400, 422):
        return
    operation = case.operation.definition.raw.get("operationId")
    refused = {INDEX.sub("", error["field"]) for error in response.json().get("errors", [])}
    assert refused and refused <= DEPENDS.get(operation, set()), f"valid, but refused: {response.text}"
