"""What open answers speak of: codes, agreement, proposals."""
