"""`python -m bot` is `norfolk`."""

from bot.terminal.cli import main

if __name__ == "__main__":
    main()
