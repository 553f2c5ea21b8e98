"""SendGrid: it takes emails over https, and reports what became of them."""
