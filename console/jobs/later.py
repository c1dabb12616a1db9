"""What a task says when it could not be done now, and nothing is wrong with it."""


class NotYet(Exception):
    """Worth another try, after a while: a mail server that is away. Nothing was sent. No personal value."""
