def f() -> 
    pass
