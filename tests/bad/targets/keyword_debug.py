f(__debug__=x)
