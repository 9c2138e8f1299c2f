"""Voices that a program makes from a written-down truth: to try a study, and to test what the method finds."""
