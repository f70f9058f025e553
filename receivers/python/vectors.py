"""Prints the results of this folder's code for ../vectors, one JSON object a line."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import report
from cdr_system import sign, sign_link
from cdr_webhook import Accepted, verify

VECTORS = Path(__file__).parent.parent / "vectors"
READ = ("callbackURL", "fileName", "fileSizeInBytes", "numberOfLines", "taskName", "taskId", "error", "validUntil")


def load(name: str) -> Any:
    return json.loads((VECTORS / name).read_text("utf-8"))


def body(vector: dict[str, str]) -> bytes:
    return vector["body"].encode() if "body" in vector else base64.b64decode(vector["bodyBase64"])


def read(vector: dict[str, str]) -> dict[str, Any] | None:
    try:
        announcement = report.read(body(vector))
    except report.NotAnAnnouncement:
        return None
    return {name: announcement[name] for name in READ} | {"fileSha256": announcement.get("fileSha256", "")}


for one in load("signatures.json")["vectors"]:
    verdict = verify(one["headers"], body(one), one["signatures"], one["now"], one["toleranceSeconds"])
    print(json.dumps({"name": one["name"], "verdict": "accepted" if isinstance(verdict, Accepted) else verdict.reason}))
for one in load("file-names.json"):
    print(json.dumps({"file": one["name"], "saved": report.safe_name(one["name"])}))
for one in load("announcements.json"):
    print(json.dumps({"announcement": one["name"], "read": read(one)}))
for one in load("receiver-requests.json")["vectors"]:
    if "signedWith" in one:
        print(json.dumps({"request": one["name"], "signed": sign(one["signedWith"], body(one))}))
for one in load("links.json"):
    print(json.dumps({"link": one["name"], "signed": sign_link(one["signatures"], one["callbackURL"])}))
