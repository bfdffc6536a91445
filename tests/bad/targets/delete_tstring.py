del t'{a}'
