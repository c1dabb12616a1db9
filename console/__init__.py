"""Where people meet the house: the command line, the settings, and the one place where things are wired."""
