# names: async
async def f(x):
    await x
