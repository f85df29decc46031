"""Documents of plans (TXT, DOCX, PDF): their paragraphs and the rows of their tables, in order."""
