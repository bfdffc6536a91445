x = 'abc\x1'
