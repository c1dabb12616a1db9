"""Asking many names at the pace that each server bears: a lane a server, and none waits for another."""
