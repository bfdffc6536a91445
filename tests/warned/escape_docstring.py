"""Matches \d and \w."""
def f():
    """\s"""
class C:
    "\p"
