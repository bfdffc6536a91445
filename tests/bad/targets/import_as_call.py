import m as f()
