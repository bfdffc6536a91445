async def f():
    type A = await b
