class C[T =]:
    pass
