"""The language: names, contacts, registrations, observations. Pure values; no network, no time."""
