"""Questions that are answered by a rule: yes, no, or open, with what the rule read."""
