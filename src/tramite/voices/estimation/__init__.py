"""What answers say of a population: estimates with interval."""
