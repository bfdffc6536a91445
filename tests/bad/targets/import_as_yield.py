def g():
    import m as (yield a)
