async def g():
    await a = x
