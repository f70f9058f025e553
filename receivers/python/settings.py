"""Settings from the environment. CDR_SIGNATURES has one Signature a line, the new one first."""

import os
import sys
from pathlib import Path

from cdr_system import CdrSystem

SIGNATURES = [line for line in os.environ.get("CDR_SIGNATURES", "").split("\n") if line]
FOLDER = Path(os.environ.get("CDR_FOLDER", "./cdr"))
PORT = int(os.environ.get("PORT", "8000"))
RETRY_SECONDS = float(os.environ.get("CDR_RETRY_SECONDS", "1"))

if not SIGNATURES:
    sys.exit("Set CDR_SIGNATURES to the Signature of your webhook configuration.")

SYSTEM = CdrSystem(os.environ["CDR_SYSTEM"], SIGNATURES) if os.environ.get("CDR_SYSTEM") else None
"""The system at CDR_SYSTEM, the origin of each callbackURL; None if the receiver sends it no requests."""
