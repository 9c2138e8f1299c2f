"""What may be doubted: flags, decisions, interviewer and mode effects, call-backs."""
