"""Where information is, where it is missing, and where partners send customers because of it."""
