"""Keeps the statement of a day, each part as it arrived: CDR_FOLDER/statements/<day>.<part>.json.

python statement.py --day 2026-03-04 [--configuration cfg_...]: without --configuration, that of the newest delivery in the inbox.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from argparse import ArgumentParser
from pathlib import Path

from cdr_system import CdrSystem, RequestFailed
from inbox import Inbox
from missing import patiently, subject
from settings import FOLDER, SYSTEM


def save(path: Path, part: bytes) -> None:
    """An existing part is evidence: other bytes never replace it."""
    if path.exists():
        if path.read_bytes() != part:
            sys.exit(f"{path} has other bytes than the system sends now")
        return
    unfinished = path.with_name(path.name + ".part")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(part)
    unfinished.replace(path)


def keep(system: CdrSystem, of: dict[str, str], day: str) -> str:
    """Keeps all parts, and returns a summary."""
    folder = FOLDER / "statements"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    number, reports, before = 0, 0, ""
    while True:
        number += 1
        part = patiently(lambda: system.statement(of, day, number))
        statement = json.loads(part)
        if number > 1 and statement["before"] != before:
            sys.exit(f"part {number} of {day} does not name the previous part")
        save(folder / f"{day}.{number}.json", part)
        before = hashlib.sha256(part).hexdigest()
        reports += len(statement["reports"])
        if statement["lastPart"]:
            return f"{day}: {reports} reports, parts: {number}"


def main() -> None:
    parser = ArgumentParser(description="Keeps the statement of a day.")
    parser.add_argument("--day", required=True, help="a day in UTC that is over, such as 2026-03-04")
    parser.add_argument("--configuration", help="cfg_...; without it, that of the newest delivery in the inbox")
    options = parser.parse_args()
    if SYSTEM is None:
        sys.exit("Set CDR_SYSTEM to the address of the system: the origin of each callbackURL.")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", options.day):
        sys.exit("--day must be a day such as 2026-03-04")
    try:
        print(keep(SYSTEM, subject(Inbox(FOLDER), options.configuration), options.day))
    except RequestFailed as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
