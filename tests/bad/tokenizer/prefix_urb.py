x = urb'a'
