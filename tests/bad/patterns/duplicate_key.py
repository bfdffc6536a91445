match a:
    case {'b': 1, 'b': 2}:
        pass
