"""How partners sell, with us or through us: four axes, two definitions, three sources."""
