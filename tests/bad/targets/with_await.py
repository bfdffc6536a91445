async def g():
    with x as await a:
        pass
