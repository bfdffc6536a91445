async def g():
    a, await a = x
