import m as (a, b)
