"""The weekly mail: the report's query results once more, built apart for people's inboxes."""
