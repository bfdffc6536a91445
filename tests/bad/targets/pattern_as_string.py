match x:
    case y as 's':
        pass
