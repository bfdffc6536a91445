# names: async
async def f(x):
    async with x:
        pass
