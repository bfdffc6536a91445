if a:
    import
