def g():
    match x:
        case y as (yield a):
            pass
