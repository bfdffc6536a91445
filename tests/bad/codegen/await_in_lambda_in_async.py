async def f():
    lambda: await a
