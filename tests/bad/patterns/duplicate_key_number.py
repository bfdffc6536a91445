match a:
    case {1: b, 1: c}:
        pass
