"""Amazon's services in JSON 1.1: how one is asked, signed and read."""
