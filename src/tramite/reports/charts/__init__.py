"""The charts of a dossier: one module each; Altair to SVG without a browser or a network."""
