# Read by moto's Python at its start (with-server.sh). Moto updates its data without a lock: two
# writes at the same time could both find their condition met, and one of them be lost. Python's
# threads now change places only where one waits, and moto does not wait within an update.
import sys

sys.setswitchinterval(60)
