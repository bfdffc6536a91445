# Default values are made once, when `def` runs.
def collect(item, bucket=[]):
    bucket.append(item)
    return bucket


print(collect(1), collect(2), collect(3, []), collect(4))
print(collect.__defaults__)


def fresh(item, bucket=None):
    if bucket is None:
        bucket = []
    bucket.append(item)
    return bucket


print(fresh(1), fresh(2))
n = 10


def frozen(value=n):
    return value


n = 20
print(frozen(), n)


def keyword_only(*, a=n, b={}):
    b[a] = len(b)
    return b


print(keyword_only(), keyword_only(a="x"), keyword_only.__kwdefaults__)


def announce(name):
    print("default for", name)
    return name


def f(a=announce("a"), *, b=announce("b")):
    return a, b


print(f(), f(1), f(b=2))
