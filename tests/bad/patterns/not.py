match a:
    case not b:
        pass
