"""The Partner Experience: pillars, index, what it rests on."""
