"""What is read for pages: filters, searches, counts."""
