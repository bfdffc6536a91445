# names: async
async def f():
    return 1
