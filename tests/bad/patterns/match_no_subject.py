match:
    case b:
        pass
