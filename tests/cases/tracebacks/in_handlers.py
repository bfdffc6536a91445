# Errors in except and finally blocks.
def first():
    raise ValueError("first")


def second():
    try:
        first()
    finally:
        undefined_name


try:
    second()
except NameError as error:
    raise RuntimeError("third") from None
