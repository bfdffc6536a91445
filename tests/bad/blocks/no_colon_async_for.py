async def g():
    async for a in b
        pass
