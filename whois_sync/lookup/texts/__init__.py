"""WHOIS texts: told apart by what they are, cut into blocks, read into fields."""
