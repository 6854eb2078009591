"""The pages of the window, one module a page; `catalogue` lists them in the order of the rail."""
