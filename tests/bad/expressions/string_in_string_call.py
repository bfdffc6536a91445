print('a 'b' c')
