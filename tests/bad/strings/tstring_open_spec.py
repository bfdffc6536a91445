x = t'{a:x'
