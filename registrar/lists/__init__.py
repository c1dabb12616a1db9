"""Lists that come in pages: read whole, or not at all."""
