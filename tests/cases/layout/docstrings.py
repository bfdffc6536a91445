"""The module's docstring,

  indented   by two."""


def f():
    """One line."""


def g():
    """First.

        Deeper.
    Last.
    """
    return g.__doc__


class C:
    'The class.'
    def m(self):
        "Method" ' joined'


def not_doc():
    f"""not {1}"""


def bytes_doc():
    b"bytes"


def constant_only():
    5
    "late"


print(repr(__doc__), repr(f.__doc__), repr(g()), C.__doc__, C.m.__doc__, not_doc.__doc__, bytes_doc.__doc__, constant_only.__doc__)
