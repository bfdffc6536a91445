async def g():
    [a for await a in x]
