"""Contacts as vendors keep them: inline, on cards under handles, one for a name."""
