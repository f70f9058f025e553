"""Parses an announcement, and downloads its report."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cdr_system import sign_link

TEXTS = ("contentType", "httpMethod", "callbackURL", "validUntil", "fileName", "taskName", "error")
INTEGERS = ("fileSizeInBytes", "numberOfLines", "taskId")
DEVICE_OF_WINDOWS = re.compile(r"(CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(\..*)?", re.IGNORECASE | re.DOTALL)
LONGEST_NAME = 120
LONGEST_WAIT_SECONDS = 3600
SOON_SECONDS = 600


class NotAnAnnouncement(Exception):
    """Trying again cannot help: the body stays as it is."""


class LinkRefused(Exception):
    """The link answered 403, 404 or 410. A repeat of the announcement brings a fresh one; so does a renewal, except after 404."""

    def __init__(self, status: int) -> None:
        super().__init__(f"link answered {status}")
        self.renewal_helps = status != 404
        self.is_dead = status != 403  # 403: for example, it was issued for an older Signature, which may be here after a restart


class DownloadFailed(Exception):
    """Trying again may help, but not before `wait_seconds` have passed."""

    def __init__(self, message: str, wait_seconds: int = 0) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


def read(body: bytes) -> dict[str, Any]:
    try:
        announcement = json.loads(body.decode())
    except (ValueError, RecursionError):
        raise NotAnAnnouncement("not JSON in UTF-8") from None
    if not isinstance(announcement, dict):
        raise NotAnAnnouncement("not a JSON object")
    for name in TEXTS:
        if type(announcement.get(name)) is not str:
            raise NotAnAnnouncement(f"{name} must be a text")
    for name in INTEGERS:
        if type(announcement.get(name)) is not int or not 0 <= announcement[name] < 2**53:
            raise NotAnAnnouncement(f"{name} must be an integer from 0 to 2^53 - 1")
    return announcement


def can_be_fetched(announcement: dict[str, Any]) -> bool:
    """A report that is too large to count is fine: only its numberOfLines is missing."""
    return announcement["error"] in ("", "Report is too large to count")


def link_ends_soon(announcement: dict[str, Any]) -> bool:
    """A time that cannot be parsed is never soon: the link itself answers 410 when it has expired."""
    try:
        end = datetime.fromisoformat(announcement["validUntil"].replace("Z", "+00:00")).timestamp()
    except (ValueError, OverflowError):
        return False
    return end - time.time() < SOON_SECONDS


def safe_name(announced: str) -> str:
    """The name to save a report under. The announced name is data: it may hold paths, line feeds and device names."""
    last_part = re.split(r"[/\\]", announced)[-1]
    name = "".join(character if _is_harmless(character) else "_" for character in last_part)
    name = name.lstrip(".").rstrip(". ") or "report.zip"
    if DEVICE_OF_WINDOWS.fullmatch(name):
        name = "_" + name
    stem, extension = os.path.splitext(name)
    if len(extension.encode()) > 16:
        stem, extension = name, ""
    shortened = stem.encode()[: LONGEST_NAME - len(extension.encode())]
    return shortened.decode(errors="ignore") + extension


def _is_harmless(character: str) -> bool:
    return character in "0123456789.-_ " or unicodedata.category(character).startswith("L")


def download(announcement: dict[str, Any], folder: Path, signatures: list[str]) -> None:
    """Saves the report in `folder`. A call after a failure or a crash continues with the bytes that are there.

    The request for the link is signed, for configurations whose links need that.
    """
    size = announcement["fileSizeInBytes"]
    file = folder / safe_name(announcement["fileName"])
    part = file.with_name(file.name + ".part")
    etag = file.with_name(file.name + ".etag")
    if file.exists() and file.stat().st_size == size:
        return
    folder.mkdir(parents=True, exist_ok=True)
    if not (part.exists() and part.stat().st_size == size and _remembered(etag)):
        _fetch(_redirect_of(announcement["callbackURL"], signatures), size, part, etag)
    digest = announcement.get("fileSha256", "")  # only payload 2 has it
    if digest and _sha256(part) != digest:
        part.unlink()
        raise DownloadFailed("file has another SHA-256 than announced")
    os.replace(part, file)
    etag.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(65_536):
            digest.update(chunk)
    return digest.hexdigest()


def _redirect_of(link: str, signatures: list[str]) -> str:
    """Only the request to the link is signed, not the one to its target: the signature opens the link."""
    with _get(link, {"X-CDR-Signature": sign_link(signatures, link)}) as response:
        if response.status in (403, 404, 410):
            raise LinkRefused(response.status)
        if response.status != 302:
            raise _failure("link", response)
        location: str = response.headers.get("Location", "")
        if urlsplit(link).scheme == "https" and urlsplit(location).scheme != "https":
            raise DownloadFailed("link did not lead to an https address")
        return location


def _failure(who: str, response: HTTPResponse) -> DownloadFailed:
    """Reads Retry-After in seconds. A date in it is ignored."""
    asked = response.headers.get("Retry-After", "")
    wait_seconds = min(int(asked), LONGEST_WAIT_SECONDS) if re.fullmatch(r"[0-9]{1,9}", asked) else 0
    return DownloadFailed(f"{who} answered {response.status}", wait_seconds)


def _fetch(url: str, size: int, part: Path, etag: Path) -> None:
    known = _remembered(etag)
    have = part.stat().st_size if part.exists() and known else 0
    resume = {"Range": f"bytes={have}-", "If-Match": known} if 0 < have < size else {}
    with _get(url, resume) as response:
        continues = response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        if response.status == 206 and resume and continues:
            mode = "ab"
        elif response.status == 200:
            mode = "wb"
        else:
            if response.status in (206, 412, 416):  # the store has another file than the one of our part
                part.unlink(missing_ok=True)
            raise _failure("store", response)
        with part.open(mode) as file:
            if mode == "wb":
                have = 0
                _remember(response.headers.get("ETag"), etag)
            while chunk := response.read1(65_536):
                have += len(chunk)
                if have > size:
                    break
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    if have > size:
        part.unlink()
    if have != size:
        raise DownloadFailed(f"store sent {'more' if have > size else 'less'} than announced")


def _remember(value: str | None, etag: Path) -> None:
    """Without an ETag we cannot know whether the rest belongs to the same file, so the next try starts again."""
    if value:
        etag.write_text(value)
    else:
        etag.unlink(missing_ok=True)


def _remembered(etag: Path) -> str:
    return etag.read_text() if etag.exists() else ""


@contextmanager
def _get(url: str, headers: dict[str, str]) -> Iterator[HTTPResponse]:
    """Follows no redirect, so that the caller decides where Range and If-Match go."""
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise DownloadFailed("an address is neither http nor https")
    connection_type = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = connection_type(address.hostname, address.port, timeout=10)
    try:
        connection.connect()
        connection.sock.settimeout(30)  # seconds without a byte
        connection.request("GET", address._replace(scheme="", netloc="", fragment="").geturl() or "/", headers=headers)
        yield connection.getresponse()
    finally:
        connection.close()
