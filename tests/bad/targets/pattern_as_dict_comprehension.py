match x:
    case y as {a: a for a in b}:
        pass
