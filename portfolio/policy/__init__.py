"""Decisions as pure functions: (facts, rules, now) → a value. They never act."""
