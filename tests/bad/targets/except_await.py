async def g():
    try:
        pass
    except E as await a:
        pass
