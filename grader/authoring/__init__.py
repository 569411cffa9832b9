"""Making problems and proving them."""
