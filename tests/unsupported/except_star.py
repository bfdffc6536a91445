# names: except*
try:
    pass
except* ValueError:
    pass
