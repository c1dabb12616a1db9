"""Putting a record right: planned, approved by a second person, sent once, proved; or ours takes over."""
