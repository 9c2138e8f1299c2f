"""The best feasible mix of what can be done, under budget, capacity and risk."""
