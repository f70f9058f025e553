"""The receiver in FastAPI. Run worker.py in addition: it fetches the reports."""

import logging
import sqlite3
import time

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from cdr_webhook import LARGEST_BODY, Refused, verify
from inbox import Inbox
from settings import FOLDER, PORT, SIGNATURES

log = logging.getLogger("receiver")
app = FastAPI()
inbox = Inbox(FOLDER)


@app.post("/cdr-webhook")
async def announced(request: Request) -> Response:
    body = b""
    try:
        async for chunk in request.stream():  # the bytes; a Pydantic model would lose them
            body += chunk
            if len(body) > LARGEST_BODY:
                return Response("body-too-large", status_code=413)
    except ClientDisconnect:
        return Response(status_code=400)
    verdict = verify(request.headers.items(), body, SIGNATURES, int(time.time()))
    if isinstance(verdict, Refused):
        log.warning("refused: %s", verdict.reason)
        return Response(verdict.reason, status_code=401)  # `return 401` would answer 200
    try:
        # SQLite blocks until the row is on disk: in a thread, other requests go on meanwhile.
        await run_in_threadpool(inbox.keep, verdict.webhook_id, verdict.signed_at, body)
    except sqlite3.Error:
        log.error("%s: not stored", verdict.webhook_id)
        return Response(status_code=503)
    log.info("%s: stored", verdict.webhook_id)
    return Response(status_code=200)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="warning")
