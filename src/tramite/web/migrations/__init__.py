"""History of the database."""
