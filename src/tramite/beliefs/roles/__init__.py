"""What role partners play, in money a year, and whether they get what their functions deserve."""
