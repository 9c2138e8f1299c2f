"""One module per lever: its parameters, and what it does to the months ahead."""
