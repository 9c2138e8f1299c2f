"""Personal data: when they are destroyed, and what people may ask for."""
