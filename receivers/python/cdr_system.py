"""Requests fresh links, the list of reports, and statements from the system. The configuration must allow such requests."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from cdr_webhook import LARGEST_BODY, Refused, verify

PATH = "/bulk/cdr-mgr/v1/receiver-requests"
LARGEST_PAGE = 4 * 1024 * 1024  # a page of a list, and a part of a statement, may be longer than a webhook
LONGEST_WAIT_SECONDS = 3600


class RequestFailed(Exception):
    """A request that got no valid answer. Its text has no secrets, so it may be logged."""

    def __init__(self, message: str, status: int = 0, wait_seconds: int = 0) -> None:
        """`status` is 0 if there was no valid answer. `wait_seconds` is what Retry-After asks for."""
        super().__init__(message)
        self.status = status
        self.wait_seconds = wait_seconds

    def may_pass(self) -> bool:
        """Whether the same request may succeed later."""
        return self.status in (0, 409, 429, 503)


def sign(signature: str, body: bytes) -> str:
    """The X-CDR-Signature of a request."""
    return base64.b64encode(hmac.new(signature.encode(), body, hashlib.sha512).digest()).decode()


def sign_link(signatures: list[str], link: str) -> str:
    """The X-CDR-Signature of a request for a link: one value for each Signature, since any of them may be in force."""
    return ", ".join(sign(signature, link.encode()) for signature in signatures)


class CdrSystem:
    def __init__(self, address: str, signatures: list[str]) -> None:
        """`address` is the origin of each callbackURL. `signatures` are those of the configuration, the new one first."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"CDR_SYSTEM must be an address such as https://cdr.example.com: {address}")
        self._connection_type = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._host = (parts.hostname, parts.port)
        self._signatures = signatures

    def renew(self, delivery_id: str) -> tuple[int, bytes]:
        """An announcement with a fresh link, for the inbox: when it was signed, and its body."""
        return self._ask({"request": "renew-link", "deliveryId": delivery_id}, LARGEST_BODY)

    def list_reports(self, of: dict[str, str], since: str, cursor: str | None) -> dict[str, Any]:
        """A page of the reports that were recorded since then: `items`, `nextCursor` and `completeUntil`.

        `of` is {"deliveryId": that of any delivery}, or {"configurationId": ...}.
        """
        asked = {"request": "list-reports", **of, "from": since, "cursor": cursor}
        page: dict[str, Any] = json.loads(self._ask(asked, LARGEST_PAGE)[1])
        return page

    def statement(self, of: dict[str, str], day: str, part: int) -> bytes:
        """The bytes of a part (from 1 on) of the statement of a day. `of` is as for `list_reports`."""
        return self._ask({"request": "statement", **of, "day": day, "part": part}, LARGEST_PAGE)[1]

    def _ask(self, asked: Mapping[str, object], largest: int) -> tuple[int, bytes]:
        for signature in self._signatures:
            request_id = "req_" + secrets.token_hex(16)
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            status, headers, body = self._post(json.dumps({**asked, "id": request_id, "at": at}).encode(), signature, largest)
            if status != 401:  # 401: the system does not accept the new Signature before the rotation
                break
        if status not in (200, 201):
            wait = next((value for name, value in headers if name.lower() == "retry-after"), "")
            wait_seconds = min(int(wait), LONGEST_WAIT_SECONDS) if re.fullmatch(r"[0-9]{1,9}", wait) else 0
            raise RequestFailed(f"the system answered {status}", status, wait_seconds)
        verdict = verify(headers, body, self._signatures, int(time.time()), largest=largest)
        if isinstance(verdict, Refused):
            raise RequestFailed(f"the answer of the system has an invalid signature: {verdict.reason}")
        # The webhook-id of any other answer is that of its request.
        if verdict.webhook_id != (asked["deliveryId"] if asked["request"] == "renew-link" else request_id):
            raise RequestFailed("the answer of the system belongs to another request")
        return verdict.signed_at, body

    def _post(self, body: bytes, signature: str, largest: int) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = self._connection_type(*self._host, timeout=30)
        try:
            headers = {"Content-Type": "application/json", "X-CDR-Signature": sign(signature, body)}
            connection.request("POST", PATH, body, headers)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read(largest + 1)  # one byte above is enough to refuse it
        except (OSError, HTTPException):
            raise RequestFailed("the system does not answer") from None
        finally:
            connection.close()
