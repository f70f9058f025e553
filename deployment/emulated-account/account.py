"""Runs an emulated AWS account inside the trial's network namespace until the process ends.

Arguments: a folder for this run, the region, the receiver's name, the public address of that name,
and the port of 127.0.0.1 where the receiver listens without TLS.
"""

import asyncio
import json
import os
import sys
import threading
from pathlib import Path

import names


def main(folder, region, receiver, address, receiver_port):
    folder = Path(folder)
    certificates = folder / "certificates"
    names.write_certificates(certificates, region, receiver)
    os.environ.update(
        AUTH="true",
        BIND_HOST=names.EMULATOR,
        GATEWAY_PORT="4566",
        MINISTACK_REGION=region,
        AWS_DEFAULT_REGION=region,
        TMPDIR=str(folder / "tmp"),
        STATE_DIR=str(folder / "state"),
        IOT_MTLS_ENABLED="0",
        EMULATED_ACCOUNT=str(folder),
        USE_SSL="1",
        MINISTACK_SSL_CERT=str(certificates / "server.pem"),
        MINISTACK_SSL_KEY=str(certificates / "server.key"),
        NODE_EXTRA_CA_CERTS=str(certificates / "ca.pem"),
        AWS_CA_BUNDLE=str(certificates / "ca.pem"),
        REQUESTS_CA_BUNDLE=str(certificates / "ca.pem"),
        SSL_CERT_FILE=str(certificates / "ca.pem"),
    )
    (folder / "tmp").mkdir(exist_ok=True)

    ready = threading.Event()
    names_thread = threading.Thread(
        target=lambda: asyncio.run(serve_names(certificates, receiver, address, receiver_port, ready)),
        daemon=True,
    )
    names_thread.start()
    while not ready.wait(0.1):
        if not names_thread.is_alive():
            raise SystemExit("Port 53 or 443 can't be bound: run this inside in-namespace.sh")

    # The emulator reads these variables when Python imports it, so the import comes after them.
    import bridges
    from ministack import app

    bridges.fill_gaps()
    record_calls(folder / "calls.jsonl")
    sys.argv[1:] = []
    app.main()


async def serve_names(certificates, receiver, address, receiver_port, ready):
    addresses = {domain: names.EMULATOR for domain in names.AWS_DOMAINS}
    addresses[receiver] = address
    await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: names.NameServer(addresses), local_addr=(names.EMULATOR, 53)
    )
    await names.terminate_tls(address, certificates, int(receiver_port))
    ready.set()
    await asyncio.Event().wait()


def record_calls(file):
    """Writes one line for each request of a role: caller, action, resource, and whether the policies allow it."""
    from ministack.core import iam_evaluator

    enforce = iam_evaluator.enforce
    out = file.open("a", buffering=1)

    def recorded(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        # A batch needs the same permission as a single message (Service Authorization Reference, Amazon SQS).
        if service == "sqs":
            iam_action = iam_action.removesuffix("Batch")
        denied = enforce(access_key_id, iam_action, service, region, resource_arn, service_context)
        caller = (iam_evaluator.resolve_caller_identity(access_key_id or "") or {}).get("userArn", "")
        if ":assumed-role/" in caller:
            line = {"caller": caller, "action": iam_action, "resource": resource_arn}
            out.write(json.dumps({**line, "allowed": denied is None}) + "\n")
        return denied

    iam_evaluator.enforce = recorded


if __name__ == "__main__":
    main(*sys.argv[1:])
