f(f'{a}'=x)
