async def g():
    match x:
        case y as await a:
            pass
