x = 'abc\u123g'
