"""The receiver in Flask. Run worker.py in addition: it fetches the reports."""

import logging
import sqlite3
import time

from flask import Flask, Response, request
from waitress import serve

from cdr_webhook import LARGEST_BODY, Refused, verify
from inbox import Inbox
from settings import FOLDER, PORT, SIGNATURES

log = logging.getLogger("receiver")
app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY  # Flask answers 413 to a larger body and reads no further
inbox = Inbox(FOLDER)


@app.post("/cdr-webhook")
def announced() -> Response:
    body = request.get_data()  # the bytes; request.json would lose them
    verdict = verify(request.headers.items(), body, SIGNATURES, int(time.time()))
    if isinstance(verdict, Refused):
        log.warning("refused: %s", verdict.reason)
        return Response(verdict.reason, status=401)
    try:
        inbox.keep(verdict.webhook_id, verdict.signed_at, body)
    except sqlite3.Error:
        log.error("%s: not stored", verdict.webhook_id)
        return Response(status=503)
    log.info("%s: stored", verdict.webhook_id)
    return Response(status=200)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    serve(app, host="127.0.0.1", port=PORT, max_request_body_size=LARGEST_BODY + 1)
