match x:
    case y as f'{a}':
        pass
