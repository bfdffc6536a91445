import m as t'{a}'
