"""The subcommands, one file a group; each takes parsed arguments and returns an exit status."""
