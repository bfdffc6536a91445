print('a'):
