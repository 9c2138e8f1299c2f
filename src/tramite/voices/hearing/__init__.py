"""What came back: filled forms as answers, times, wordings."""
