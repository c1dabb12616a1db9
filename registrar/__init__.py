"""Registrars: one contract, its errors, and a folder per registrar under `adapters`. Knows nothing of our records."""
