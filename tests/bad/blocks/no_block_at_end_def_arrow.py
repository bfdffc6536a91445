def f() -> int:
