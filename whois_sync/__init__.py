"""The daily drift check: look up, compare, propose, approve, repair, read back."""
