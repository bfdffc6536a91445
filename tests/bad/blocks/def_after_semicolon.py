pass; def f(): pass
