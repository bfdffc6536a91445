async def f() $:
    pass
