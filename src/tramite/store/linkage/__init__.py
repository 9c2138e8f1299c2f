"""End customers across partners: which entries of the customers table are the same company (Splink on DuckDB)."""
