"""Transactional, partnership, co-creation or subscription: today, wanted, and moving."""
