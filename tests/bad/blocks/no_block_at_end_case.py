match a:
    case b:
