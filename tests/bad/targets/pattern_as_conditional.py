match x:
    case y as a if b else c:
        pass
