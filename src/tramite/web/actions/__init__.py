"""Acts of people that change something, each whole or not at all, each with its line in the log."""
