ALTER TABLE dev.a APPEND FROM prod.b
UNLOAD ('SELECT * FROM prod.t') TO 's3://x'
COPY prod.t FROM 's3://x' IAM_ROLE 'y'
SET search_path TO prod; DELETE FROM orders
DROP DATABASE wh
USE prod; DELETE FROM public.t
DELETE FROM wh.prod.t
