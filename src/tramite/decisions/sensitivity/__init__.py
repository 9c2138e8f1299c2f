"""What a result hangs on: one parameter at a time, and all of them together."""
