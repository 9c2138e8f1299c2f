"""Tramite."""
