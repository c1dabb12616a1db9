"""What the public can read about a name: RDAP where there is one, port 43 where not."""
