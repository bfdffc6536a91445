def f() -> int $:
    pass
