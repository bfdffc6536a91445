match a:
    case {f'b': c}:
        pass
