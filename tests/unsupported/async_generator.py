# names: async
async def f():
    yield 1
