"""One folder per registrar. Adapters do not know each other."""
