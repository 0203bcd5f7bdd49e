"""What every test run has: skips are counted by name (tests/house/skips.py)."""

pytest_plugins = ["tests.house.skips"]
