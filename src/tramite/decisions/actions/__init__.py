"""What to do: actions proposed from beliefs and the chosen alternative, kept by people, measured when done."""
