"""Who ingests, and when, in tests."""

from __future__ import annotations

from datetime import UTC, datetime

WHO = "giulia"
NOW = datetime(2024, 7, 1, 9, 30, tzinfo=UTC)
