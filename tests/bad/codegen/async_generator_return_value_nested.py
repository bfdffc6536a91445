async def f():
    if a:
        return b
    yield c
