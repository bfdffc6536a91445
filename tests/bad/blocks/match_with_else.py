match a:
    case b:
        pass
    else:
        pass
