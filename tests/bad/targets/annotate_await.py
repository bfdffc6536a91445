async def g():
    await a: int = x
