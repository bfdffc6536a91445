async def g():
    for await a in x:
        pass
