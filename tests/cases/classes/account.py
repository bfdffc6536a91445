# A bank account.
class Account:
    bank = "Ouro Bank"
    count = 0

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = []
        Account.count += 1

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("deposit must be positive")
        self.balance += amount
        self.history.append(("deposit", amount))

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError(f"only {self.balance} left")
        self.balance -= amount
        self.history.append(("withdraw", amount))

    def transfer(self, other, amount):
        self.withdraw(amount)
        other.deposit(amount)

    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance})"


ann, bob = Account("Ann", 100), Account("Bob")
ann.transfer(bob, 30)
print(ann, bob, Account.count, ann.bank)
for amount in (500, -1):
    try:
        ann.transfer(bob, amount)
    except ValueError as error:
        print(error)
print(ann.history, bob.history, [ann, bob])
Account.bank = "New Bank"
bob.bank = "Bob's own"
print(ann.bank, bob.bank, vars(bob))
