"""Waves of interviews: what was foretold in one, against what happened after it."""
