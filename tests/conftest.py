"""What holds for every test."""

from hypothesis import settings

# A test's speed is the machine's business: no example fails for having taken long.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")
