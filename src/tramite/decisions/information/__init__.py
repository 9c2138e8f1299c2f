"""What knowing more would be worth: perfect information, single parameters and groups, more interviews."""
