"""Collects the reports that the inbox announces. Run one worker for a folder; a second one waits until the first one ends."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time

import report
from inbox import Entry, Inbox
from settings import FOLDER, RETRY_SECONDS

AT_ONCE = 4
DAY = 86_400
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
        # The log never holds a URL or the text of an unknown exception: the URL in it is a credential.
        try:
            announcement = report.read(entry.body)
            if announcement["error"] == "":
                report.download(announcement, FOLDER / "reports" / entry.webhook_id)
            self._inbox.collected(entry)
            log.info("%s: %s", entry.webhook_id, "export failed" if announcement["error"] else "collected")
        except report.NotAnAnnouncement as refusal:
            self._inbox.set_aside(entry, str(refusal))
            log.error("%s: set aside, %s", entry.webhook_id, refusal)
        except report.LinkGone as gone:
            self._inbox.try_again(entry, DAY)
            log.error("%s: %s, waiting for a repeat", entry.webhook_id, gone)
        except Exception as failure:
            self._inbox.try_again(entry, RETRY_SECONDS * min(2**min(entry.tries, 6), 60))
            what = failure if isinstance(failure, report.DownloadFailed) else type(failure).__name__
            log.warning("%s: %s", entry.webhook_id, what)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    inbox = Inbox(FOLDER)
    # SQLite holds this lock until the process ends, however it ends.
    only_worker = sqlite3.connect(FOLDER / "worker.lock", timeout=1_000_000)
    only_worker.execute("BEGIN EXCLUSIVE")
    worker = Worker(inbox)
    threads = [threading.Thread(target=worker.run, daemon=True) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
