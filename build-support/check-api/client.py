"""Checks that Python loads the client that openapi-python-client generates, and that the client can call the API."""

import importlib
import os
import pkgutil

import python
from python import AuthenticatedClient
from python.api.webhook_configurations import (
    create_webhook_configuration,
    delete_webhook_configuration,
    get_webhook_configuration,
)
from python.models import Problem, WebhookConfigurationCreation

for module in pkgutil.walk_packages(python.__path__, "python."):
    importlib.import_module(module.name)

client = AuthenticatedClient(base_url=f"{os.environ['API_ORIGIN']}/bulk/cdr-mgr/v1", token=os.environ["API_TOKEN"])
creation = WebhookConfigurationCreation(
    name="Python", url=f"{os.environ['CHECK_API_RECEIVER']}/", signature="example-only-choose-your-own"
)
created = create_webhook_configuration.sync_detailed(client=client, body=creation)
assert created.status_code == 201, created.content
assert created.parsed.max_in_flight == 10, created.parsed

id = created.parsed.id
deleted = delete_webhook_configuration.sync_detailed(id, client=client, if_match=created.headers["ETag"])
assert deleted.status_code == 204, deleted.content
missing = get_webhook_configuration.sync(id, client=client)
assert isinstance(missing, Problem) and missing.title == "Not Found", missing
print("Python client: loaded, and made three calls")
