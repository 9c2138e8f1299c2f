"""How dates are written, where Django's way for a language is not ours."""
