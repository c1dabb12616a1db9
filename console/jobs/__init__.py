"""Work that nobody waits for: what is due is read off the rows, and done by one process or by several."""
