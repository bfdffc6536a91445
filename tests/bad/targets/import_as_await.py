async def g():
    import m as await a
