match a:
    case [b, 1 as b]:
        pass
