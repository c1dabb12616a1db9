"""DNSSEC data in rows, as vendors spell it."""
