"""The coordinators' web site: server-rendered pages in French, one module a page."""
