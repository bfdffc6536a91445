async def g():
    del await a
