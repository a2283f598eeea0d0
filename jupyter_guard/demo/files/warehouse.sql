-- The demo's warehouse; {items}, {stores}, {top} and {carried} are filled in by warehouse.py.
CREATE MACRO dice(a, b, salt) AS
  ((a::HUGEINT * 2654435761 + b::HUGEINT * 40503 + salt * 97561 + (a * 31 + b * 17 + salt) ** 2 * 69621)
   % 2147483647)::BIGINT;
CREATE MACRO pick(texts, n) AS texts[1 + n % len(texts)];

CREATE TEMP TABLE items AS
SELECT sku_id, category, size_ml, is_seasonal,
       pick(['Harbor', 'Old Mill', 'North Star', 'Blue Door', 'Cedar', 'Lantern', 'Quarry', 'Saltbox',
             'Juniper', 'Copper Kettle', 'Three Rivers', 'Fox Hollow'], dice(sku_id, 2, 1)) || ' '
       || CASE WHEN is_seasonal THEN 'Winter ' ELSE '' END
       || pick(CASE category WHEN 'beer' THEN ['Lager', 'Pale Ale', 'IPA', 'Stout', 'Pilsner', 'Porter']
                             WHEN 'cider' THEN ['Dry Cider', 'Pear Cider', 'Rose Cider']
                             WHEN 'wine' THEN ['Merlot', 'Riesling', 'Pinot Noir', 'Chardonnay', 'Malbec']
                             ELSE ['Gin', 'Rye', 'Vodka', 'Bourbon', 'Rum', 'Tequila'] END, dice(sku_id, 3, 1))
       || ' No. ' || sku_id AS item_name
FROM (
  SELECT sku_id, category, dice(sku_id, 5, 2) % 9 = 0 AS is_seasonal,
         CASE category WHEN 'beer' THEN pick([330, 355, 473, 500], dice(sku_id, 1, 3))
                       WHEN 'cider' THEN pick([330, 500], dice(sku_id, 1, 3))
                       WHEN 'wine' THEN pick([187, 375, 750], dice(sku_id, 1, 3))
                       ELSE pick([50, 200, 375, 750, 1000], dice(sku_id, 1, 3)) END AS size_ml
  FROM (SELECT 10000 + i AS sku_id, pick(['beer', 'beer', 'wine', 'spirits', 'cider'], dice(i, 7, 4)) AS category
        FROM range({items}) AS r(i))
);

CREATE TABLE dim_stores AS
SELECT (1000 + i)::INTEGER AS store_id,
       pick(['Corner', 'Main Street', 'Riverside', 'Hilltop', 'Station', 'Market Square'], dice(i, 1, 5))
       || ' ' || pick(['Bottles', 'Spirits', 'Cellar', 'Beverages'], dice(i, 2, 5)) || ' ' || (1000 + i) AS store_name,
       pick(['NY', 'MA', 'NJ', 'CA', 'TX'], i) AS market,
       pick(['liquor', 'liquor', 'beer', 'wine'], dice(i, 3, 5)) AS store_type,
       dice(i, 4, 5) % 20 <> 0 AS is_active
FROM range({stores}) AS r(i);

CREATE TABLE tbl_top_selling_market_skus AS
SELECT market, market_rank::INTEGER AS market_rank, sku_id::INTEGER AS sku_id, item_name, category,
       size_ml::INTEGER AS size_ml, is_seasonal,
       (4200 - 55 * market_rank + dice(sku_id, market_rank, 6) % 50)::INTEGER AS units_sold_90d,
       (3 + dice(sku_id, 9, 7) % 6000 / 100)::DECIMAL(8, 2) AS unit_price
FROM (SELECT market, items.*, row_number() OVER (PARTITION BY market ORDER BY dice(sku_id, ord, 8), sku_id) AS market_rank
      FROM items, (VALUES ('NY', 1), ('MA', 2), ('NJ', 3), ('CA', 4), ('TX', 5)) AS m(market, ord))
WHERE market_rank <= {top}
ORDER BY market, market_rank;

CREATE TABLE dim_store_inventory AS
SELECT store_id, sku_id::INTEGER AS sku_id, (dice(store_id, sku_id, 9) % 48)::INTEGER AS units_on_hand,
       DATE '2026-06-30' - (dice(store_id, sku_id, 10) % 30)::INTEGER AS last_counted
FROM dim_stores, items
WHERE dice(store_id, sku_id, 11) % 100 < {carried}
ORDER BY store_id, sku_id;

DROP MACRO dice;
DROP MACRO pick;
