if a:
    @b
