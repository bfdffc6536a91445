async def g():
    if await a = x:
        pass
