"""Vendors that are asked by a form and answer in XML."""
