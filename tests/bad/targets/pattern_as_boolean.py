match x:
    case y as a and b:
        pass
