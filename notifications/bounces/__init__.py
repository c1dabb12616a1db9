"""What comes back to us: read, believed only with our token, kept, and acted on once."""
