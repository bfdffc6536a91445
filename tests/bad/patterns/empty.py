match a:
    case:
        pass
