"""Collects the reports that the inbox announces. Run one worker for a folder; a second one waits until the first one ends."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time

import report
from cdr_system import RequestFailed
from inbox import Entry, Inbox
from settings import FOLDER, RETRY_SECONDS, SIGNATURES, SYSTEM

AT_ONCE = 4
DAY = 86_400
HOUR = 3600
MINUTE = 60
log = logging.getLogger("worker")


class Worker:
    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._lock = threading.Lock()
        self._taken: set[str] = set()

    def run(self) -> None:
        """Runs in several threads, so that a slow report does not hold up the others."""
        while True:
            try:
                if not self._collect_next():
                    time.sleep(0.2)
            except Exception as fault:  # for example a full disk
                log.error("inbox: %s", type(fault).__name__)
                time.sleep(1)

    def _collect_next(self) -> bool:
        entry = self._take()
        if entry is None:
            return False
        try:
            self._collect(entry)
        finally:
            with self._lock:
                self._taken.discard(entry.webhook_id)
        return True

    def _take(self) -> Entry | None:
        with self._lock:
            for entry in self._inbox.due(AT_ONCE):
                if entry.webhook_id not in self._taken:
                    self._taken.add(entry.webhook_id)
                    return entry
        return None

    def _collect(self, entry: Entry) -> None:
        if entry.webhook_id.startswith("notice_"):
            self._inbox.collected(entry)
            log.info("%s: a notice, nothing to fetch: the inbox has it", entry.webhook_id)
            return
        refusal: RequestFailed | None = None  # why there is no fresh link; the old one may work for some more minutes
        # The log never holds a URL or the text of an unknown exception: the URL in it is a credential.
        try:
            announcement = report.read(entry.body)
            fetched = report.can_be_fetched(announcement)
            if fetched and SYSTEM and report.link_ends_soon(announcement):
                refusal = self._renew(entry)
                if refusal is None:
                    return
            if fetched:
                report.download(announcement, FOLDER / "reports" / entry.webhook_id, SIGNATURES)
            self._inbox.collected(entry)
            log.info("%s: %s", entry.webhook_id, "collected" if fetched else "export failed")
        except report.NotAnAnnouncement as fault:
            self._inbox.set_aside(entry, str(fault))
            log.error("%s: set aside, %s", entry.webhook_id, fault)
        except report.LinkRefused as refused:
            if SYSTEM and refused.renewal_helps:
                refusal = refusal or self._renew(entry)
                if refusal is None:
                    return
            # Without a system, only a repeat has another link.
            wait = DAY if refused.is_dead and refusal is None else _backoff_seconds(entry)
            self._try_again(entry, wait, f"{refused}, waiting for a repeat", refusal)
        except report.DownloadFailed as failure:
            self._try_again(entry, max(_backoff_seconds(entry), failure.wait_seconds), str(failure), refusal)
        except Exception as fault:
            self._try_again(entry, _backoff_seconds(entry), type(fault).__name__, refusal)

    def _renew(self, entry: Entry) -> RequestFailed | None:
        """Puts an announcement with a fresh link into the inbox. Returns None, or why that failed."""
        if time.time() - entry.signed_at < MINUTE * RETRY_SECONDS:  # a new link that is already dead
            return RequestFailed("the link is too new to ask for another one")
        assert SYSTEM
        try:
            signed_at, body = SYSTEM.renew(entry.webhook_id)
        except RequestFailed as refusal:
            return refusal
        self._inbox.keep(entry.webhook_id, signed_at, body)
        log.info("%s: has a fresh link", entry.webhook_id)
        return None

    def _try_again(self, entry: Entry, wait: float, why: str, refusal: RequestFailed | None) -> None:
        if refusal is None:
            self._inbox.try_again(entry, wait)
            log.warning("%s: %s", entry.webhook_id, why)
        elif refusal.status == 410:
            self._inbox.set_aside(entry, "the report no longer exists")
            log.error("%s: set aside, the report no longer exists", entry.webhook_id)
        else:
            pause = min(HOUR, MINUTE * 2 ** min(entry.tries, 6)) * RETRY_SECONDS
            self._inbox.try_again(entry, max(wait, pause, refusal.wait_seconds))
            log.warning("%s: %s; no fresh link, %s", entry.webhook_id, why, refusal)


def _backoff_seconds(entry: Entry) -> float:
    return RETRY_SECONDS * min(2 ** min(entry.tries, 6), 60)


def _become_only_worker() -> sqlite3.Connection:
    """SQLite holds this lock until the process ends, however it ends, or the connection closes."""
    database = sqlite3.connect(FOLDER / "worker.lock", timeout=0)
    try:
        database.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        log.info("waiting for another worker to end: it has the lock of this CDR_FOLDER")
        database.execute("PRAGMA busy_timeout = 1000000000")  # milliseconds
        database.execute("BEGIN EXCLUSIVE")
        log.info("the other worker has ended; this one begins")
    return database


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    inbox = Inbox(FOLDER)
    (FOLDER / "reports").mkdir(mode=0o700, exist_ok=True)  # reports are confidential; a folder that exists keeps its mode
    lock = _become_only_worker()
    worker = Worker(inbox)
    threads = [threading.Thread(target=worker.run, daemon=True) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lock.close()


if __name__ == "__main__":
    main()
