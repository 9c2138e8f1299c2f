"""The stages of making a dossier, in order: for whoever shows how far it is without making it."""

from __future__ import annotations

from typing import Final

STAGES: Final = ("read", "statement", "voices", "beliefs", "simulate", "ask", "write")
