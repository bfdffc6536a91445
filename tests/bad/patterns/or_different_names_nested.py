match a:
    case [1, b] | [b, c]:
        pass
