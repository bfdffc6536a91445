for a in b:
    try:
        pass
    except* A:
        break
