"""What goes together with recommendation, continuity and growth, and whether partners are of several kinds."""
