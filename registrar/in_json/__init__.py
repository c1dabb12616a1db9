"""Vendors that are asked in JSON: their lines, accounts, answers and lists."""
