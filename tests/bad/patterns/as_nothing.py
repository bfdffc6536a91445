match a:
    case b as:
        pass
