"""Tests; a package of its own name, since libraries that are installed carry one too."""
