# Two chained exceptions on stderr.
def parse(text):
    try:
        return int(text)
    except ValueError as error:
        raise KeyError(f"bad setting {text!r}") from error


def load(settings):
    for name in settings:
        settings[name] = parse(settings[name])


try:
    load({"a": "1", "b": "two"})
except KeyError:
    [][0]
