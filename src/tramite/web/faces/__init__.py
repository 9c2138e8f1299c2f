"""Pages by subject, independent of each other."""
