async def g():
    f(await a=x)
