def g():
    try:
        pass
    except E as (yield a):
        pass
