"""Requests the list of reports, and adds missing ones to the inbox, with fresh links. The worker fetches them.

python missing.py [--since 24h] [--configuration cfg_...]: without --configuration, that of the newest delivery in the inbox.
"""

from __future__ import annotations

import json
import re
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, TypeVar

from cdr_system import CdrSystem, RequestFailed
from inbox import Inbox
from settings import FOLDER, RETRY_SECONDS, SYSTEM

SECONDS = {"m": 60, "h": 3600, "d": 86_400}
TRIES = 5
Answer = TypeVar("Answer")


def patiently(ask: Callable[[], Answer]) -> Answer:
    """Repeats a request that may succeed later: after Retry-After, or after 1, 2, 4 and 8 minutes."""
    for tries in range(TRIES - 1):
        try:
            return ask()
        except RequestFailed as refusal:
            if not refusal.may_pass():
                raise
            time.sleep(refusal.wait_seconds or 60 * RETRY_SECONDS * 2**tries)
    return ask()


def subject(inbox: Inbox, configuration: str | None) -> dict[str, str]:
    """The parameters that select a configuration: the named one, or that of the newest delivery in the inbox."""
    if configuration:
        return {"configurationId": configuration}
    newest = inbox.newest_id()
    if not newest:
        sys.exit("The inbox is empty: add --configuration cfg_...")
    return {"deliveryId": newest}


def add(system: CdrSystem, inbox: Inbox, report: dict[str, Any]) -> bool:
    """Returns whether the report is no longer missing, or no longer exists."""
    delivery_id = report["deliveryId"]
    name = json.dumps(report["fileName"])  # it may hold line feeds
    what = f"{delivery_id} {name}, {report['fileSizeInBytes']} bytes, recorded {report['recordedAt']}"
    try:
        signed_at, body = patiently(lambda: system.renew(delivery_id))
    except RequestFailed as refusal:
        gone = refusal.status == 410
        print(f"{what}: is missing, {'and no longer exists' if gone else refusal}", flush=True)
        return gone
    inbox.keep(delivery_id, signed_at, body)
    print(f"{what}: was missing, is in the inbox now", flush=True)
    return True


def find(system: CdrSystem, inbox: Inbox, of: dict[str, str], since: str) -> int:
    """Returns how many reports are still missing."""
    if back := re.fullmatch(r"([0-9]{1,6})([mhd])", since):
        seconds = int(back[1]) * SECONDS[back[2]]
        since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - seconds))
    listed, missing, cursor = 0, 0, None
    while True:
        page = patiently(lambda: system.list_reports(of, since, cursor))
        listed += len(page["items"])
        missing += sum(not inbox.knows(report["deliveryId"]) and not add(system, inbox, report) for report in page["items"])
        cursor = page["nextCursor"]
        if cursor is None:
            print(f"{listed} reports from {since} to {page['completeUntil']}, {missing} still missing")
            return missing


def main() -> None:
    parser = ArgumentParser(description="Finds the reports that the inbox lacks.")
    parser.add_argument("--since", default="24h", help="90m, 24h, 3d, or a time in UTC such as 2026-03-01T10:00:00Z")
    parser.add_argument("--configuration", help="cfg_...; without it, that of the newest delivery in the inbox")
    options = parser.parse_args()
    if SYSTEM is None:
        sys.exit("Set CDR_SYSTEM to the address of the system: the origin of each callbackURL.")
    inbox = Inbox(FOLDER)
    of = subject(inbox, options.configuration)
    try:
        sys.exit(1 if find(SYSTEM, inbox, of, options.since) else 0)
    except RequestFailed as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
