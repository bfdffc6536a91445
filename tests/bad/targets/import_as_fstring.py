import m as f'{a}'
