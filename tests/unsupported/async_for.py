# names: async
async def f(x):
    async for y in x:
        pass
