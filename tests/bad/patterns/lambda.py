match a:
    case lambda: b:
        pass
