async def f():
    [a async for a b]
