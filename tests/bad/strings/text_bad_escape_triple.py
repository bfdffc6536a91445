x = '''a
b\x
'''
