// The module EnergyBudgets.
