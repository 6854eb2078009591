"""Forms made from the description of a register: one editor a column, complaints beside them."""
