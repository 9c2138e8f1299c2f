"""How far a channel can go: demand, capacity, coverage, what binds, and what partners' own sales show."""
