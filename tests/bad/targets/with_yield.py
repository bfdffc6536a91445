def g():
    with x as (yield a):
        pass
