-- The rows of `orders`, from cell 5 (In [3]) of late_orders.ipynb.
-- connection: shop (postgres)
-- effect: READ
-- tables: customers, orders
-- parameters: since
SELECT o.id, c.name AS customer, o.ordered, o.shipped, o.amount
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id
WHERE o.ordered >= CAST($1 AS date)
ORDER BY o.id
