match a:
    case _:
        pass
    case c:
        pass
