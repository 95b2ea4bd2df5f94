"""Measurements of speed, memory and of what each step is worth; never part of the tests."""
