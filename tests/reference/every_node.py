"""Every kind of node that the parser of Python 3.14 makes."""
from .. import a as b, c
import os.path, sys as system

type Pair[T: int = bool, *Ts = (), **P = []] = tuple[T, T]


@decorated
def f[T](a, /, b: int = 1, *args: int, c, d=2, **kw) -> T:
    global g
    return (yield a), -b, not c, ~d, +a


async def h():
    def inner():
        nonlocal n
        n = 1
    n = await f()
    async for n in h():
        break
    async with f() as n, f():
        pass
    return [n async for n in h()]


class C(B, metaclass=M):
    x: int
    y: "text" = u"unicode"
    (z): float = 1.5j


del x, y[0], z.w
x = y, z = [*a, b"bytes"], ...
x += 1
for i, (j, k) in {1, 2}:
    continue
else:
    pass
while x < y <= z is not None in w:
    x = y if z else w
if a and b or c:
    raise E from e
elif x:
    raise
with a, b as c:
    assert x, "message"
try:
    x = lambda a, *, b=1: (a, b)
except E as e:
    (yield from x)
except (A, B):
    pass
else:
    x = {**a, 1: 2}
finally:
    y[1:2:3, ::] = {k: v for k, v in x if k if v}
try:
    print(*a, b=1, **c)
except* E:
    ({x for x in y}, (x for x in y))
match x:
    case 1 | "two" | -3.0:
        pass
    case None | [a, *_] | {"k": b, **rest} | C(1, x=2) | m.v:
        pass
    case [*others] if (n := 1):
        pass
    case _ as name:
        pass
t"d{e + 1}" if x else f"a{b!r:>{c}}{x=}"
x @ y / z % w ** v << u >> t | s ^ r & q // p - o * n
a == b != c > d >= e is f not in g
