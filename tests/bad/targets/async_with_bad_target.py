async def g():
    async with x as 1:
        pass
