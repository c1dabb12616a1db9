"""Registrars: one contract, its errors, a folder per adapter. Knows nothing of our records."""
