# A bare `raise` in a function that the handler calls.
def helper():
    raise


def work():
    try:
        1 / 0
    except ZeroDivisionError:
        helper()


try:
    work()
except ZeroDivisionError as error:
    traceback = error.__traceback__
    while traceback:
        print(traceback.tb_lineno)
        traceback = traceback.tb_next
work()
