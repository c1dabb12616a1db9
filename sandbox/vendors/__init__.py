"""Registrars' interfaces in their vendors' own dialects, each over the one registry core."""
