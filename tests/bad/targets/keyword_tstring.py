f(t'{a}'=x)
