"""What is asked: item bank, guide, forms, wordings."""
