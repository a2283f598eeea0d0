-- Each line is an everyday question: a READ. \n is a line break.
SELECT 5 OPERATOR(pg_catalog.+) 3
