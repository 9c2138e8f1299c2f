"""All parameters that decisions draw from, as one tree of arrays with named dimensions."""
