"""Runs MiniStack with its gaps filled, as its own command does without: GATEWAY_PORT, BIND_HOST."""

import os
import sys

os.environ.setdefault("MINISTACK_REGION", "us-east-1")

import bridges
from ministack import app

bridges.fill_gaps()
sys.argv[1:] = []
app.main()
