"""Where channels and partners stand against each other, how much that weighs, and what it does to margin."""
