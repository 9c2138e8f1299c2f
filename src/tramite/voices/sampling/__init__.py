"""Who is asked: frame, strata, sizes, draw, modes, field."""
