# Moto's Python reads this file at its start (with-moto.sh). Moto updates its data without a lock, so two writes at the same
# time could both find their condition met, and one of them would be lost. Therefore requests to DynamoDB take turns.
# Requests to other services do not: one that waits for a message would hold up all the others.
import sys
import threading

from werkzeug.serving import WSGIRequestHandler

sys.setswitchinterval(60)

turn = threading.Lock()
answer = WSGIRequestHandler.run_wsgi


def answer_in_turn(handler):
    if handler.headers.get("X-Amz-Target", "").startswith("DynamoDB_"):
        with turn:
            answer(handler)
    else:
        answer(handler)


WSGIRequestHandler.run_wsgi = answer_in_turn
