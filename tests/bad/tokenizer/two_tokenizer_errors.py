x = 1abc
y = 'abc
