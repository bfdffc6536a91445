# A class of one's own, notes, and a message over two lines.
class AppError(Exception):
    pass


def fail():
    error = AppError("first line\nsecond line")
    error.add_note("a note")
    raise error


fail()
