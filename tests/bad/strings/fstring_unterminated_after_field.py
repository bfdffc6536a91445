x = f'{a}abc
