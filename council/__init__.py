"""The council: its sessions from agenda to sealed result, its members, conflicts of interest and ballots.

What it decides on comes from a sealed evaluation run (`awards`); what it has decided is sealed here once
more, and papers draw from that seal alone (`documents`). Rules of voting are each session's own data, never
constants.
"""
