"""CentralNic's two systems: commands and answers in lines of `KEY=VALUE`."""
