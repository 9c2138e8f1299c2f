"""What customers and partners would do if something changed: shares and reactions as draws."""
