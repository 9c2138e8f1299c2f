"""What may be shown: screening, levels, quotes."""
