"""From a checkout to an answering server: build the pages if they changed, migrate, serve."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
