def f0(x): return x in {'open', 'left', 'Foo', 39, 'last', 'ab'}
def f1(x): return x in {'alice', 181, 'name', 'baz', 'a_b', 'Foo', 'cherry', 'baz'}
def f2(x): return x in {'hello', 'hello-x', 'on', 135, 'age', 'start'}
def f3(x): return x in {71, 'dog', 'hello', 'a_b', 'a_b', 'baz', 'cat'}
def f4(x): return x in {295, 'read', 149, 'stop', 274, 'ab', 46, 'dog'}
def f5(x): return x in {'yes', 268, 31, 'baz', 'run', 'world', 'abc', 'left'}
def f6(x): return x in {92, 182, 'read', 'dog', 'a_b', 'yes', 'python'}
def f7(x): return x in {'no', 'off', 260}
def f8(x): return x in {'banana', 283, 'dog', 'get', 'item', 'go', 299, 'banana', 'cat'}
def f9(x): return x in {'on', 'abc', 292, 'one', 'two', 'z', 7}
def f10(x): return x in {'ab', 'name', 'first', 'error', 'Foo', 'last', 'baz'}
def f11(x): return x in {'exit', 'no', 'ab', 'y', 'python', 'quit', 'banana', 'two'}
def f12(x): return x in {'error', 'dog', 'dict', 'add', 'no', 'city'}
def f13(x): return x in {65, 'first', 'name', 'off', 'one', 'cat', 'first'}
def f14(x): return x in {'y', 36, 'write', 132, 'false', 'off', 'put', 'error', 'read'}
def f15(x): return x in {'ab', 'age', 'value', 'item', 193, 'monday', 'first', 'add', 285}
def f16(x): return x in {'no', 'alice', 'item', 'key', 'read', 'last', 'key'}
def f17(x): return x in {'no', 'put', 'pop', 'start', 'on', 255, 'red', 121, 'age'}
def f18(x): return x in {'value', 'z', 'green'}
def f19(x): return x in {'ab', 257, 'set', 'two', 'Foo', 'monday'}
def f20(x): return x in {'z', 265, 116, 'a_b', 'age'}
def f21(x): return x in {'dog', 'alice', 5, 247, 'z'}
def f22(x): return x in {'bob', 'last', 'go', 'off', 'blue', 'rust', 242, 'abc'}
def f23(x): return x in {'true', 147, 'value'}
def f24(x): return x in {'on', 'é', 137, 'cat'}
def f25(x): return x in {94, 'cherry', 'python', 'baz', 'no'}
def f26(x): return x in {'close', 'yes', 179, 'set', 'left', 'no'}
def f27(x): return x in {'exit', 'z', 'abc', 149, 'bar', 'off', 'north'}
def f28(x): return x in {'false', 'stop', 'bob', 'put', 'help', 'é', 'banana'}
def f29(x): return x in {'false', 'set', 'item', 'monday', 'error', 'hello', 294, 'y', 'dog'}
def f30(x): return x in {'right', 'list', 'é', 'rust', 'abc', 'city', 106, 'read', 'close'}
def f31(x): return x in {31, 'fish', 'off', 'python', 'yes', 'blue', 'go'}
def f32(x): return x in {'help', 'close', 'help', 'abc', 199, 'error', 'false', 'é'}
def f33(x): return x in {'dog', 'ab', 'true', 269, 'foo'}
def f34(x): return x in {'false', 'get', 'exit', 'foo', 'error'}
def f35(x): return x in {'two', 'cherry', 6, 'left', 'left'}
def f36(x): return x in {63, 'blue', 225, 80, 'open', 216, 'ab', 'fish', 169}
def f37(x): return x in {194, 'banana', 246, 'help'}
def f38(x): return x in {'python', 152, 'é', 'red', 76}
def f39(x): return x in {'error', 'cat', 'baz', 'blue', 'get', 'y', 'baz', 'cherry'}
def f40(x): return x in {'list', 'name', 252, 290, 'left', 'hello-x', 'yes', 246, 260}
def f41(x): return x in {74, 'set', 'true', 219, 115, 190, 'baz', 60}
def f42(x): return x in {'abc', 'item', 156, 'y', 'a_b', 'é'}
def f43(x): return x in {'run', 'foo', 'close', 'city', '__init__', 129, 'world'}
def f44(x): return x in {'red', 75, 'north', 111, 36, 39}
def f45(x): return x in {'bar', '__init__', 'two', 'false', 201, 'python', 'bar', 'dog'}
def f46(x): return x in {210, 'stop', 244, 'write', 'open', 'run', 'dict'}
def f47(x): return x in {'y', 'key', 'y'}
def f48(x): return x in {'z', 'é', 'write', 'off', 'false'}
def f49(x): return x in {'pop', 'yes', 'a_b', 'y', 116, 'name', 'cat', 16}
def f50(x): return x in {'cat', 'key', 'error', 'key', 'yes', 'add'}
def f51(x): return x in {'write', 'é', 'close', 'bob', 'quit'}
def f52(x): return x in {'city', 208, 'python'}
def f53(x): return x in {'set', 'ab', 'city', 'cherry', 'true'}
def f54(x): return x in {182, 'right', 'world', 'close'}
def f55(x): return x in {'fish', 112, 'value', 'banana'}
def f56(x): return x in {'value', 'hello', 'green', 'add', 7, 'on', 175, 'north'}
def f57(x): return x in {'exit', 255, 'key', 'pop', 261, 'pop', 245}
def f58(x): return x in {'y', 254, 'foo', 'world', 'foo'}
def f59(x): return x in {'right', 83, 'start', 'go'}
def f60(x): return x in {'green', 'left', 'fish', 'bar'}
def f61(x): return x in {'baz', 62, 'fish', 'name', 'Foo'}
def f62(x): return x in {'é', 'close', 'open', 247, 'hello-x', 'é'}
def f63(x): return x in {'pop', 112, 'go', 'bob', 'age', 75}
def f64(x): return x in {'north', 'z', 'name', 44}
def f65(x): return x in {'z', 262, 'ab', 'z'}
def f66(x): return x in {'cherry', 'open', 'one', 59}
def f67(x): return x in {'age', 'first', 'help', '__init__', 118, 'get', 'first', 'exit', 'z'}
def f68(x): return x in {'set', 'world', 66, 'set', 'abc'}
def f69(x): return x in {'python', 'é', 'fish'}
def f70(x): return x in {'two', 270, 'start', 'error', 'stop', 'pop', 84, 'Foo', 'off'}
def f71(x): return x in {'key', 'abc', 'hello-x', 'one', 236, 'name'}
def f72(x): return x in {'ab', 'name', 86, 'city', 'ab'}
def f73(x): return x in {'quit', 'hello-x', 'no', 'Foo', 'é', 'alice', 27}
def f74(x): return x in {206, 'get', 'start', 127, 'off', 'set'}
def f75(x): return x in {'yes', 'left', 'right', 'on', 'start', 'right'}
def f76(x): return x in {148, 'baz', 'quit', 237, 'false', 'dict', 'y'}
def f77(x): return x in {120, 'last', 'ab', 70, 'monday'}
def f78(x): return x in {'left', 229, 'cherry', 'read', 17}
def f79(x): return x in {'set', 'green', 80, 'list', 'get', 104, 'set', 39, 'yes'}
red = apple = hello = a_b = abc = 1
