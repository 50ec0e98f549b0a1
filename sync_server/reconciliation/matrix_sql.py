"""The matrix as one statement: each crate of a day traced set by set, on SQLite and PostgreSQL alike.

It must equal `counts.trace_of`. Every step reads only what belongs to the day's crates, by their indexes.
"""

# The ways of each crate's legs; {crates} are those looked at.
_ENDS = """
  SELECT l.crate_code, l.carrier_id, l.round_id, l.from_place_id, l.to_place_id, l.stage, l.carrier_order,
    CASE WHEN l.start_event_pk IS NULL THEN 0 ELSE 1 END AS is_taken, l.ended_ms, l.stage_index,
    CASE WHEN f.role = 'hub' AND l.from_place_id <> c.place_id THEN 1 ELSE 0 END AS from_hub,
    CASE WHEN l.from_place_id = c.place_id THEN 1 ELSE 0 END AS from_point,
    CASE WHEN l.to_place_id = c.place_id THEN 'point' WHEN t.role = 'hub' THEN 'hub'
      WHEN l.to_place_id IS NULL THEN 'road' ELSE 'other' END AS reached
  FROM {crates} c
  JOIN leg l ON l.crate_code = c.code
  LEFT JOIN place f ON f.id = l.from_place_id
  LEFT JOIN place t ON t.id = l.to_place_id"""
_CRATES = """
WITH goods AS (
  SELECT pk, producer_id, place_id, status FROM consignment
  WHERE date = :day AND (:producer = '' OR producer_id = :producer) AND (:place = '' OR place_id = :place)
), crates AS (
  SELECT c.code, g.producer_id, g.place_id, s.holder_kind, s.holder_id,
    CASE WHEN e.kind = 'pickup' THEN e.place_id END AS held_from, e.round_id AS held_round
  FROM goods g
  JOIN crate c ON c.consignment_pk = g.pk
  LEFT JOIN crate_state s ON s.crate_code = c.code
  LEFT JOIN event e ON s.holder_kind = 'person' AND e.id = s.event_id
  WHERE (g.status = 'active' AND c.status = 'active') OR s.holder_kind IN ('place', 'person')
), ends AS ({ends}
), passed AS (
  SELECT crate_code,
    MAX(CASE WHEN is_taken = 1 AND carrier_order = 0 AND from_hub = 0 AND from_point = 0
      THEN 1 ELSE 0 END) AS picked,
    MAX(CASE WHEN reached = 'hub' OR (is_taken = 1 AND carrier_order = 0 AND from_hub = 1)
      THEN 1 ELSE 0 END) AS at_hub,
    MAX(CASE WHEN reached = 'point' THEN 1 ELSE 0 END) AS dropped,
    MAX(CASE WHEN reached = 'point' AND is_taken = 1 AND stage = 'direct' THEN 1 ELSE 0 END) AS straight
  FROM ends GROUP BY crate_code
), seen AS (
  SELECT c.*, COALESCE(l.straight, 0) AS straight, COALESCE(l.dropped, 0) AS is_dropped,
    CASE WHEN EXISTS (
      SELECT 1 FROM crate_move m
      JOIN place f ON f.id = m.from_place_id
      JOIN place t ON t.id = m.to_place_id
      WHERE m.crate_code = c.code
        AND ((f.role = 'hub' AND f.id <> c.place_id) OR (t.role = 'hub' AND t.id <> c.place_id))
    ) THEN 1 ELSE 0 END AS passes_hub,
    CASE WHEN l.picked = 1 OR (c.holder_kind = 'person' AND (c.held_from IS NULL
      OR (COALESCE(h.role, '') <> 'hub' AND c.held_from <> c.place_id))) THEN 1 ELSE 0 END AS is_picked,
    CASE WHEN l.at_hub = 1 OR (h.role = 'hub' AND c.held_from <> c.place_id) THEN 1 ELSE 0 END AS is_at_hub
  FROM crates c
  LEFT JOIN passed l ON l.crate_code = c.code
  LEFT JOIN place h ON h.id = c.held_from
), traced AS (
  SELECT code, producer_id, place_id, is_picked, is_at_hub, is_dropped,
    CASE WHEN is_at_hub = 1 OR (passes_hub = 1 AND straight = 0) THEN 1 ELSE 0 END AS hub_expected,
    CASE WHEN is_picked = 0 AND is_at_hub = 1 THEN 'labelled at_hub'
      WHEN is_picked = 0 AND is_dropped = 1 THEN 'labelled dropped'
      WHEN is_picked = 1 AND is_dropped = 1 AND is_at_hub = 0 AND passes_hub = 1 AND straight = 0
        THEN 'picked dropped'
      END AS skip,
    CASE WHEN is_dropped = 1 THEN NULL WHEN is_at_hub = 1 THEN 'at_hub' WHEN is_picked = 1 THEN 'picked'
      ELSE 'labelled' END AS lacks_after,
    holder_kind, holder_id, held_from, held_round
  FROM seen
)""".replace("{ends}", _ENDS.replace("{crates}", "crates"))

# On which way a crate lacks is looked up for those that lack alone: on most days few among thousands.
_LACKS = """
, lacking AS (
  SELECT * FROM traced WHERE skip IS NOT NULL OR lacks_after IS NOT NULL
), steps AS (
  SELECT m.crate_code, m.round_id, m.from_place_id, m.to_place_id, r.helper_person_id AS helper_id,
    ROW_NUMBER() OVER (PARTITION BY m.crate_code ORDER BY m.step) AS nth,
    ROW_NUMBER() OVER (PARTITION BY m.crate_code, m.from_place_id ORDER BY m.step) AS nth_from
  FROM lacking c
  JOIN crate_move m ON m.crate_code = c.code
  JOIN round r ON r.id = m.round_id
), lacking_ends AS ({ends}
), numbered AS (
  SELECT lacking_ends.*,
    ROW_NUMBER() OVER (PARTITION BY crate_code, reached
      ORDER BY ended_ms, stage_index, carrier_order) AS nth,
    ROW_NUMBER() OVER (PARTITION BY crate_code ORDER BY CASE WHEN reached = 'road' THEN 1 ELSE 0 END,
      ended_ms DESC, stage_index DESC, carrier_order DESC) AS nth_last
  FROM lacking_ends
), carried AS (
  SELECT crate_code,
    MAX(CASE WHEN reached = 'hub' AND nth = 1 THEN 1 ELSE 0 END) AS to_hub,
    MAX(CASE WHEN reached = 'hub' AND nth = 1 THEN carrier_id END) AS hub_carrier,
    MAX(CASE WHEN reached = 'hub' AND nth = 1 THEN round_id END) AS hub_round,
    MAX(CASE WHEN reached = 'hub' AND nth = 1 THEN from_place_id END) AS hub_from,
    MAX(CASE WHEN reached = 'hub' AND nth = 1 THEN to_place_id END) AS hub_to,
    MAX(CASE WHEN reached = 'point' AND nth = 1 THEN carrier_id END) AS point_carrier,
    MAX(CASE WHEN reached = 'point' AND nth = 1 THEN round_id END) AS point_round,
    MAX(CASE WHEN reached = 'point' AND nth = 1 THEN from_place_id END) AS point_from,
    MAX(CASE WHEN reached <> 'road' AND nth_last = 1 THEN carrier_id END) AS last_carrier,
    MAX(CASE WHEN reached <> 'road' AND nth_last = 1 THEN round_id END) AS last_round,
    MAX(CASE WHEN reached <> 'road' AND nth_last = 1 THEN from_place_id END) AS last_from,
    MAX(CASE WHEN reached <> 'road' AND nth_last = 1 THEN to_place_id END) AS last_to
  FROM numbered GROUP BY crate_code
), ways AS (
  SELECT c.*, l.*,
    d.helper_id AS first_carrier, d.round_id AS first_round, d.from_place_id AS first_from,
    d.to_place_id AS first_to,
    n.helper_id AS next_carrier, n.round_id AS next_round, n.from_place_id AS next_from,
    n.to_place_id AS next_to
  FROM lacking c
  LEFT JOIN carried l ON l.crate_code = c.code
  LEFT JOIN steps d ON d.crate_code = c.code AND d.nth = 1
  LEFT JOIN steps n ON n.crate_code = c.code AND n.nth_from = 1
    AND n.from_place_id = CASE WHEN c.holder_kind = 'place' THEN c.holder_id ELSE c.held_from END
), lacks AS (
  SELECT code, producer_id, place_id, skip AS lack,
    CASE WHEN skip <> 'labelled at_hub' THEN point_carrier WHEN to_hub = 1 THEN hub_carrier
      ELSE first_carrier END AS carrier_id,
    CASE WHEN skip <> 'labelled at_hub' THEN point_round WHEN to_hub = 1 THEN hub_round
      ELSE first_round END AS round_id,
    CASE WHEN skip <> 'labelled at_hub' THEN point_from WHEN to_hub = 1 THEN hub_from
      ELSE first_from END AS from_id,
    CASE WHEN skip <> 'labelled at_hub' THEN place_id WHEN to_hub = 1 THEN hub_to
      ELSE first_to END AS to_id
  FROM ways WHERE skip IS NOT NULL
  UNION ALL
  SELECT code, producer_id, place_id, lacks_after,
    CASE WHEN holder_kind = 'person' THEN holder_id WHEN holder_kind <> 'place' OR holder_kind IS NULL
      THEN first_carrier WHEN next_carrier IS NOT NULL THEN next_carrier ELSE last_carrier END,
    CASE WHEN holder_kind = 'person' THEN held_round WHEN holder_kind <> 'place' OR holder_kind IS NULL
      THEN first_round WHEN next_carrier IS NOT NULL THEN next_round ELSE last_round END,
    CASE WHEN holder_kind = 'person' THEN held_from WHEN holder_kind <> 'place' OR holder_kind IS NULL
      THEN first_from WHEN next_carrier IS NOT NULL THEN next_from ELSE last_from END,
    CASE WHEN holder_kind = 'person' THEN next_to WHEN holder_kind <> 'place' OR holder_kind IS NULL
      THEN first_to WHEN next_carrier IS NOT NULL THEN next_to ELSE last_to END
  FROM ways WHERE lacks_after IS NOT NULL
)""".replace("{ends}", _ENDS.replace("{crates}", "lacking"))

# The sums of each cell without a gap's name, then each of its gaps: one statement, so that the day's crates
# are traced once for both.
SUMS_AND_GAPS = (
    _CRATES
    + _LACKS
    + """
SELECT producer_id, place_id, CAST(NULL AS TEXT) AS lack, CAST(NULL AS TEXT) AS carrier_id,
  CAST(NULL AS TEXT) AS round_id, CAST(NULL AS TEXT) AS from_id, CAST(NULL AS TEXT) AS to_id,
  COUNT(*), SUM(is_picked), SUM(hub_expected), SUM(is_at_hub), SUM(is_dropped)
FROM traced GROUP BY producer_id, place_id
UNION ALL
SELECT producer_id, place_id, lack, carrier_id, round_id, from_id, to_id, COUNT(*), 0, 0, 0, 0
FROM lacks GROUP BY producer_id, place_id, lack, carrier_id, round_id, from_id, to_id"""
)
TRACES = (
    _CRATES
    + _LACKS
    + """
SELECT t.code, t.producer_id, t.place_id, t.is_picked, t.hub_expected, t.is_at_hub, t.is_dropped,
  l.lack, l.carrier_id, l.round_id, l.from_id, l.to_id
FROM traced t LEFT JOIN lacks l ON l.code = t.code
ORDER BY t.code, l.lack"""
)
ORDERED = """
SELECT producer_id, place_id, SUM(crate_total) FROM consignment
WHERE date = :day AND status = 'active' AND (:producer = '' OR producer_id = :producer)
  AND (:place = '' OR place_id = :place)
GROUP BY producer_id, place_id"""
OPEN_ITEMS = """
SELECT DISTINCT k.producer_id, k.place_id, c.code, d.id
FROM consignment k
JOIN crate c ON c.consignment_pk = k.pk
JOIN discrepancy_subject s ON s.subject = c.code
JOIN discrepancy d ON d.id = s.discrepancy_id
WHERE k.date = :day AND d.status = 'open' AND (:producer = '' OR k.producer_id = :producer)
  AND (:place = '' OR k.place_id = :place)"""
