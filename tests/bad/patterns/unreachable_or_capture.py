match a:
    case b | 1:
        pass
