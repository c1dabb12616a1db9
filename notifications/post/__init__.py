"""Hands a message to the mail server, one command at a time, and knows how far it came."""
