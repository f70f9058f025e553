"""Verifies requests of CDR Webhooks. Copy this file: it needs Python 3.10 and no package."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

LARGEST_BODY = 65_536
"""The platform never sends more bytes than that. Refuse a larger body before you read all of it."""


@dataclass(frozen=True)
class Accepted:
    webhook_id: str
    """The same in every attempt of a delivery."""
    signed_at: int
    """When the platform signed this attempt, in Unix seconds."""


@dataclass(frozen=True)
class Refused:
    reason: str


def verify(
    headers: Iterable[tuple[str, str]],
    body: bytes,
    signatures: list[str],
    now: int,
    tolerance: int = 300,
    largest: int = LARGEST_BODY,
) -> Accepted | Refused:
    """Says whether the platform sent this request, within `tolerance` seconds of `now`.

    `headers` are pairs, with names in any case. `body` is the bytes that arrived: JSON that was parsed and written again has
    another signature. `signatures` are the Signatures of the configuration, the new one first, not trimmed. `largest` is how
    many bytes the body may have: answers to `list-reports` have more than webhooks.
    """
    if len(body) > largest:
        return Refused("body-too-large")
    pairs = list(headers)
    webhook_id = _only_value(pairs, "webhook-id")
    timestamp = _only_value(pairs, "webhook-timestamp")
    entries = _only_value(pairs, "webhook-signature")
    if not webhook_id or not timestamp or not entries:
        return Refused("header-missing")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,128}", webhook_id):
        return Refused("id-malformed")
    if not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return Refused("timestamp-malformed")
    if abs(now - int(timestamp)) > tolerance:
        return Refused("outside-tolerance")
    given = [entry for entry in entries.split(" ") if re.fullmatch(r"v1,[A-Za-z0-9+/]{43}=", entry)]
    if not given:
        return Refused("signature-malformed")

    signed = f"{webhook_id}.{timestamp}.".encode() + body
    # An empty Signature is no key: anyone can sign with it.
    expected = [_signature(signature, signed) for signature in signatures if signature]
    # Compare all pairs in constant time, so that the time taken says nothing about the right value.
    equal = [hmac.compare_digest(ours, theirs) for ours in expected for theirs in given]
    return Accepted(webhook_id, int(timestamp)) if any(equal) else Refused("signature-mismatch")


def _only_value(pairs: list[tuple[str, str]], wanted: str) -> str | None:
    values = [value for name, value in pairs if name.lower() == wanted]
    return values[0] if len(values) == 1 else None


def _signature(signature: str, signed: bytes) -> str:
    return "v1," + base64.b64encode(hmac.new(signature.encode(), signed, hashlib.sha256).digest()).decode()
