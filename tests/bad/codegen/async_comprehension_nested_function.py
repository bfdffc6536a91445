async def f():
    def g():
        [a async for a in b]
