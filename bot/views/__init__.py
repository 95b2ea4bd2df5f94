"""Answers as Discord shows them; nothing is decided here, everything was judged before."""
