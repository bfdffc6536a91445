match x:
    case y as -a:
        pass
