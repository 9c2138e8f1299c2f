"""Between rows of the database and cases of the workflows."""
